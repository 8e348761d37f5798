import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readInput } from "./input.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "trias-input-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("a file is taken as it is", async () => {
  writeFileSync(join(folder, "a"), Buffer.from([0xff, 0, 1]));
  expect([...(await readInput(join(folder, "a"), 10, "a plan"))]).toEqual([255, 0, 1]);
});

test.each([
  ["missing", () => join(folder, "none"), "there is no file"],
  ["a folder", () => folder, "is a folder"],
  ["too large", () => join(folder, "large"), "is too large for a plan"],
  ["empty", () => join(folder, "empty"), "a plan is empty"],
])("a file that is %s is refused in plain words", async (_, path, words) => {
  writeFileSync(join(folder, "large"), "x".repeat(100));
  writeFileSync(join(folder, "empty"), "");
  await expect(readInput(path(), 10, "a plan")).rejects.toMatchObject({
    exit: 2,
    message: expect.stringContaining(words),
  });
});
