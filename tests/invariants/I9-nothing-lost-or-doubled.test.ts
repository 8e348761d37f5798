import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

/*
 * I9: a kill at any instruction loses nothing and doubles nothing. To see it fail: give each try of a step a fresh key in powers/executor/src/run, or
 * drop the unique key on the used warrants. `npm run bench:kill` is the same with 200 kills and more.
 */
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

describe("kill -9 of the four powers while their steps are in flight", () => {
  test("every case ends as it would have, each effect once, and the ledger verifies", {
    timeout: 600_000,
  }, async () => {
    const child = spawn("npm", ["run", "--silent", "bench:kill", "--", "--kills", "8", "--json"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect(code, stderr.slice(-3000)).toBe(0);
    const result = JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Record<string, unknown>;
    expect(result, stderr.slice(-3000)).toMatchObject({ lost: 0, doubled: 0, ledger_ok: true });
    expect(result["kills"]).toBeGreaterThanOrEqual(8);
  });
});
