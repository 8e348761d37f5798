import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { eachLine, LogFile } from "./log-file.ts";
import { temporaryLayout } from "./testing-folder.ts";

test("a log of more than 20 MB starts anew and keeps the one before", () => {
  const { layout, remove } = temporaryLayout();
  const log = new LogFile(join(layout.logs, "x.log"));
  const line = "x".repeat(1 << 20);
  for (let i = 0; i < 22; i += 1) log.write(line);
  log.write("last");
  log.close();
  expect(readFileSync(log.path, "utf8").endsWith("last\n")).toBe(true);
  expect(statSync(log.path).size).toBeLessThan(3 << 20);
  expect(statSync(`${log.path}.1`).size).toBeGreaterThan(20 << 20);
  remove();
});

test("lines are whole however they arrive, and one without an end is cut", async () => {
  const lines: string[] = [];
  const stream = new PassThrough();
  eachLine(stream, (line) => lines.push(line));
  stream.write("fir");
  stream.write("st\nsecond\nthi");
  stream.end("rd");
  await new Promise((resolve) => stream.once("close", resolve));
  expect(lines).toEqual(["first", "second", "third"]);
  const long = new PassThrough();
  const cut: string[] = [];
  eachLine(long, (line) => cut.push(line));
  for (let i = 0; i < 4; i += 1) long.write("y".repeat(50_000));
  long.end();
  await new Promise((resolve) => long.once("close", resolve));
  expect(cut.join("").length).toBe(200_000);
  expect(cut.length).toBeGreaterThan(1);
});
