import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { trias } from "./harness/cli.ts";
import { freePortBase } from "./harness/system.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(join(ROOT, "README.md"), "utf8");

interface Shown {
  readonly line: string;
  readonly args: readonly string[];
  readonly exit: number;
}

/** Every command of the fenced blocks; `(exit 4)` in its comment says how it ends, 0 unless said. */
const shown: Shown[] = [...text.matchAll(/^npx --no trias (?<rest>.+)$/gm)].map(({ groups, 0: line }) => {
  const [command = "", comment = ""] = (groups?.["rest"] ?? "").split(/\s+#\s/);
  const args = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
  return { line, args, exit: Number(/\(exit (\d)\)/.exec(comment)?.[1] ?? 0) };
});

const parent = mkdtempSync(join(tmpdir(), "trias-readme-"));
chmodSync(parent, 0o711);
const stateDir = join(parent, "state");
let started: ChildProcess;
let output = "";

beforeAll(async () => {
  const args = ["start", "--", "--state-dir", stateDir, "--port-base", String(await freePortBase())];
  started = spawn("npm", args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], detached: true });
  for (const stream of [started.stdout, started.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
  }
  await vi.waitFor(() => expect(output).toMatch(/mode: normal/), { timeout: 150_000, interval: 200 });
});
afterAll(async () => {
  await trias(["down", "--state-dir", stateDir]);
  if (started.pid !== undefined && started.exitCode === null) process.kill(-started.pid, "SIGKILL");
  rmSync(parent, { recursive: true, force: true });
});

describe("README.md", () => {
  test("is at most 200 lines and shows commands", () => {
    expect(text.split("\n").length).toBeLessThanOrEqual(200);
    expect(shown.length).toBeGreaterThan(15);
  });

  test("`npm start` says what to try", () => {
    expect(output).toMatch(/npx --no trias request/);
  });

  test("the transcript is what the command prints", async () => {
    const transcript = /```text\n(eni-[\s\S]*?)```/.exec(text)?.[1] ?? "";
    const command = shown.find(({ line }) => line.includes("--explain"));
    const { stdout } = await trias([...(command?.args ?? []), "--state-dir", stateDir]);
    expect(stdout.trimEnd()).toBe(transcript.trimEnd());
  });

  let lastCase = "";
  test.each(shown)("$line", async ({ args, exit }) => {
    const given = args.map((arg) => arg.replaceAll("<case>", lastCase).replace(/^examples\//, `${ROOT}examples/`));
    const ran = await trias([...given, "--state-dir", stateDir], { cwd: parent });
    expect(ran.code, `${ran.stdout}\n${ran.stderr}`).toBe(exit);
    if (given[0] === "request") lastCase = /C-[0-9A-Z]{12}/.exec(ran.stdout)?.[0] ?? lastCase;
  });
});
