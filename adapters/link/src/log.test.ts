import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { logLineSchema } from "@trias/protocol";
import { expect, test } from "vitest";
import { createLog } from "./log.ts";

function logged(fill: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  fill(createLog("executor", (line) => lines.push(line)));
  return lines;
}

test("a line is one JSON object of the log's form", () => {
  const [line = ""] = logged((log) => log.begin("C-01JD7Q8C2M4X", "s1/do", { n: 1 }));
  expect(line.endsWith("}\n")).toBe(true);
  expect(logLineSchema.parse(JSON.parse(line))).toMatchObject({
    process: "executor",
    level: "info",
    event: "begin",
    case: "C-01JD7Q8C2M4X",
    step: "s1/do",
    n: 1,
  });
});

test("a text can't forge a line, move a terminal's cursor or turn the reading direction", () => {
  const hostile = "a\n{}\r\u001b[2J\u009b\u2028\u202e";
  const [line = ""] = logged((log) => log.warn("refused", { text: hostile }));
  expect(line.slice(0, -1)).toMatch(/^[\u0020-\u007e]*$/);
  expect(JSON.parse(line).text).toBe(hostile);
});

test("a field can't play the process, the level or the time", () => {
  const [line = ""] = logged((log) => log.info("x", { process: "auditor", level: "error", time: "never" }));
  expect(JSON.parse(line)).toMatchObject({ process: "executor", level: "info" });
});

test("on standard output every line stands in its place, the last before an exit included", () => {
  const log = fileURLToPath(new URL("log.ts", import.meta.url));
  const program = `import { createLog } from ${JSON.stringify(log)};
    const log = createLog("executor");
    log.begin("C-1", "s1"); log.end("C-1", "s1"); log.begin("C-1", "s2"); log.end("C-1", "s2");
    await null; log.info("x"); log.end("C-1", "s3"); process.exit();`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { event: string; step?: string });
  expect(lines.map(({ event, step }) => `${event} ${step}`)).toEqual([
    "begin s1",
    "end s1",
    "begin s2",
    "end s2",
    "x undefined",
    "end s3",
  ]);
});

test("long texts are cut", () => {
  const [line = ""] = logged((log) => log.info("x", { text: "é".repeat(100_000) }));
  expect(line.length).toBeLessThan(2500);
});
