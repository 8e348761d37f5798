import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

interface Started {
  readonly parent: ChildProcess;
  /** Exit code and signal. */
  readonly ended: Promise<unknown[]>;
  readonly line: string;
}

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trias-node24-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Starts a parent that hands over to a child with this source, and waits until the child has printed its first line. */
async function start(name: string, source: string, ...args: string[]): Promise<Started> {
  const child = join(folder, `${name}.mjs`);
  const parent = join(folder, `${name}-parent.mjs`);
  writeFileSync(child, source);
  const module = JSON.stringify(new URL("node24.js", import.meta.url).href);
  writeFileSync(
    parent,
    `import { handOver } from ${module}; handOver(${JSON.stringify(child)}, process.argv.slice(2));`,
  );
  const running = spawn(process.execPath, [parent, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(running, "exit");
  const [data] = await once(running.stdout, "data");
  return { parent: running, ended, line: String(data).trim() };
}

test("arguments and the exit code pass through", async () => {
  const { ended, line } = await start("code", `console.log(process.argv[2]); process.exitCode = 4;`, "case");
  expect(line).toBe("case");
  expect(await ended).toEqual([4, null]);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("%s reaches a child that handles it", async (signal) => {
  const source = `process.on("${signal}", () => process.exit(7)); setInterval(() => {}, 1000); console.log("up");`;
  const { parent, ended } = await start(signal, source);
  parent.kill(signal);
  expect(await ended).toEqual([7, null]);
});

test("a child that a signal ends takes the parent along by the same signal", async () => {
  const { parent, ended } = await start("killed", `setInterval(() => {}, 1000); console.log("up");`);
  parent.kill("SIGTERM");
  expect(await ended).toEqual([null, "SIGTERM"]);
});
