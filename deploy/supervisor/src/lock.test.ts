import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Layout } from "./layout.ts";
import { lockHolder, startOf, takeLock } from "./lock.ts";
import { temporaryLayout } from "./testing-folder.ts";

let layout: Layout;
let remove: () => void;
beforeAll(() => {
  ({ layout, remove } = temporaryLayout());
});
afterAll(() => remove());

const file = () => join(layout.run, "supervisor.lock");

test("one holds the folder; a second is refused and told who", () => {
  const release = takeLock(layout);
  expect(lockHolder(layout)?.pid).toBe(process.pid);
  expect(() => takeLock(layout)).toThrow(new RegExp(`already runs here \\(process ${process.pid}\\)`));
  release();
  expect(lockHolder(layout)).toBeNull();
});

test("a lock whose process is gone is taken over", async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  const { pid } = child;
  const started = startOf(pid ?? 0);
  await once(child, "exit");
  writeFileSync(file(), JSON.stringify({ pid, started: started ?? "1" }));
  expect(lockHolder(layout)).toBeNull();
  takeLock(layout)();
});

test("a lock whose process number belongs to somebody else by now is taken over", () => {
  writeFileSync(file(), JSON.stringify({ pid: process.pid, started: "1" }));
  expect(lockHolder(layout)).toBeNull();
  takeLock(layout)();
});
