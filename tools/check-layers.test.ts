import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { layerBreaches } from "./check-layers.ts";
import { impurities } from "./purity.ts";

test("every kind of breach is found, and nothing else", () => {
  expect(layerBreaches(fileURLToPath(new URL("__fixtures__/layers", import.meta.url)))).toEqual([
    "packages/plan/package.json: depends on `@trias/link`: a package imports lower packages only",
    "packages/plan/package.json: `zod` is pinned to `^4.0.0`, which is not one exact version",
    "packages/plan/src/index.ts: `@trias/protocol`: only the index of a workspace can be imported",
    "packages/plan/src/index.ts: `../../core/src/index.ts` reaches outside of packages/plan: import the package",
    "packages/plan/src/index.ts: imports `node:fs`: packages take clock, input and chance as arguments",
    "packages/plan/src/index.ts: uses process: packages take clock, input and chance as arguments",
    "packages/plan/src/index.ts: uses Date.now(): packages take clock, input and chance as arguments",
    "packages/plan/src/index.ts: uses the current date: packages take clock, input and chance as arguments",
    "packages/plan/src/index.ts: uses Math.random(): packages take clock, input and chance as arguments",
    "packages/plan/src/index.ts: uses randomness: packages take clock, input and chance as arguments",
    "powers/auditor/package.json: depends on `@trias/executor`: no power imports another",
    "powers/auditor/package.json: depends on `@trias/sandbox`: not among the adapters of the auditor",
    "powers/executor/src/steps.ts: `@trias/link/client`: only the index of a workspace can be imported",
    "powers/executor/src/steps.ts: `@trias/link`: only the main of a power wires adapters in",
  ]);
});

test.each([
  ["fetch('https://example.com')", "uses the network"],
  ["export const later = () => setTimeout(() => {}, 1)", "uses timers"],
  ["const fs = await import('fs/promises')", "imports `fs/promises`"],
  ["export { request } from 'node:https'", "imports `node:https`"],
  ["import process from 'node:process'", "imports `node:process`"],
  ["export const id = crypto.randomUUID()", "uses randomness"],
  ["export const today = () => new Date", "uses the current date"],
])("%s is impure", (source, reason) => {
  expect(impurities(source)).toContain(reason);
});

test.each([
  "export const at = new Date(0)",
  "export const port = { fetch: (key: string) => key }.fetch('x')",
  "export const hash = (text: string) => text // Date.now() would be wrong here",
  "export interface Clock { process: string }",
  "import { verify } from 'node:crypto'; export const check = verify",
])("%s is pure", (source) => {
  expect(impurities(source)).toEqual([]);
});
