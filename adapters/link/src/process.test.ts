import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { LogLine, ProcessConfig } from "@trias/protocol";
import { expect, test, vi } from "vitest";

vi.setConfig({ testTimeout: 30_000 });

const program = fileURLToPath(new URL("./__fixtures__/program.ts", import.meta.url));

function run(mode: string) {
  const child = spawn(process.execPath, [program], { stdio: ["pipe", "pipe", "inherit"] });
  const lines: LogLine[] = [];
  const reader = createInterface(child.stdout).on("line", (line) => lines.push(JSON.parse(line)));
  const config: ProcessConfig = {
    process: "executor",
    build: "test",
    data_dir: "/nowhere",
    listen: { host: "127.0.0.1", port: 0 },
    tls: { key: "", cert: "", ca: "" },
    peers: {},
    seeds: {},
    pins: {},
    settings: { mode },
  };
  const started = async () => {
    while (!lines.some((line) => line.event === "started")) await once(reader, "line");
  };
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, lines, config: `${JSON.stringify(config)}\n`, started, ended };
}

test("a process ends, closed and with code 0, when its standard input ends", async () => {
  const { child, config, started, ended, lines } = run("plain");
  child.stdin.write(config);
  await started();
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(lines.map((line) => line.event)).toContain("closed_by_test");
});

test("SIGTERM closes it, and SIGINT does not end it", async () => {
  const { child, config, started, ended, lines } = run("plain");
  child.stdin.write(config);
  await started();
  child.kill("SIGINT");
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(lines.find((line) => line.event === "closing")).toMatchObject({ why: "SIGTERM" });
});

test("a close that hangs does not keep it", async () => {
  const { child, config, started, ended } = run("hanging");
  child.stdin.write(config);
  await started();
  child.stdin.end();
  expect(await ended).toBe(0);
});

test("an error that nobody handled is logged and ends it with code 1", async () => {
  const { child, config, ended, lines } = run("rejecting");
  child.stdin.write(config);
  expect(await ended).toBe(1);
  expect(lines.find((line) => line.event === "unhandled_rejection")).toMatchObject({ error: "nobody heard this" });
});

test.each([
  ["is cut off", '{"process":"exec'],
  ["is not of the form", '{"process":"executor"}\n'],
  ["has a key twice", '{"process":"executor","process":"auditor"}\n'],
])("it does not start on a configuration that %s", async (_, text) => {
  const { child, ended, lines } = run("plain");
  child.stdin.end(text);
  expect(await ended).toBe(1);
  expect(lines.some((line) => line.event === "started")).toBe(false);
});
