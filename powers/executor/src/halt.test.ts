import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { localHalt } from "./halt.ts";

test("a file `HALT` in the data folder halts for as long as it is there", () => {
  const folder = mkdtempSync(join(tmpdir(), "trias-halt-"));
  const halted = localHalt(folder);
  expect(halted()).toBeUndefined();
  writeFileSync(join(folder, "HALT"), "");
  expect(halted()).toContain("HALT");
  rmSync(join(folder, "HALT"));
  expect(halted()).toBeUndefined();
  rmSync(folder, { recursive: true });
});
