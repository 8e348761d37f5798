import type { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { createProgram, runProgram } from "./program.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

function leaves(command: Command): Command[] {
  const children = command.commands.filter((child) => child.name() !== "help");
  return children.length === 0 ? [command] : children.flatMap(leaves);
}

function capture() {
  const written = { out: "", err: "" };
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
  return written;
}

const NAMES =
  "up down reset status logs request event case inbox answer confirm approve reject revise withdraw halt resume interpret audit simulate price reach picture estate ledger policy ticket override paths report kpi";

test("every command that the documents name is there, with --as, --json, --state-dir and examples", async () => {
  const program = await createProgram();
  expect(program.commands.map((command) => command.name()).sort()).toEqual(NAMES.split(" ").sort());
  for (const command of leaves(program)) {
    const flags = command.options.map((option) => option.long);
    expect(flags, command.name()).toEqual(expect.arrayContaining(["--as", "--json", "--state-dir"]));
  }
});

test("help shows what could be typed", async () => {
  const written = capture();
  expect(await runProgram(["approve", "--help"])).toBe(0);
  expect(written.out).toContain("$ npx --no trias approve");
});

test.each([
  [["request"], "missing required argument `sentence`"],
  [["requst", "x"], "unknown command `requst`; did you mean request?"],
  [["inbox", "--as", "root"], "--as"],
  [["request", "x", "--wait", "soon"], "whole number"],
  [["revise", "C-000000000000"], "--set"],
])("%j is bad usage, said on one line", async (argv, words) => {
  const written = capture();
  expect(await runProgram(argv)).toBe(2);
  expect(written.err).toContain(words);
  expect(written.err.trim().split("\n")).toHaveLength(1);
  expect(written.out).toBe("");
});

test("with --json the error is the one object on standard output", async () => {
  const written = capture();
  expect(await runProgram(["case", "show", "nonsense", "--json"])).toBe(2);
  expect(JSON.parse(written.out)).toMatchObject({ error: { code: "option_malformed" } });
});

test("what this version lacks is understood and said", async () => {
  const written = capture();
  expect(await runProgram(["kpi"])).toBe(6);
  expect(written.err).toContain("not kept yet");
});
