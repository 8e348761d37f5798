import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePower } from "./bundle.ts";

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trias-bundle-"));
});

afterAll(() => rm(folder, { recursive: true }));

// Imports by absolute path: a file in the temporary folder has no node_modules above it.
const resolved = (name: string) => JSON.stringify(new URL(import.meta.resolve(name)).pathname);

async function bundle(name: string, source: string) {
  const entry = join(folder, `${name}.ts`);
  await writeFile(entry, source);
  return bundlePower(name, entry, join(folder, name, "main.cjs"));
}

async function runSealed(name: string) {
  const own = join(folder, name);
  const { stdout } = await run(process.execPath, ["--permission", `--allow-fs-read=${own}/`, join(own, "main.cjs")], {
    cwd: "/",
  });
  return stdout.trim();
}

test("a bundle runs sealed into its own folder", async () => {
  await bundle(
    "plain",
    `console.log(process.permission.has("fs.read", "/etc/passwd"), process.permission.has("child"));`,
  );
  expect(await runSealed("plain")).toBe("false false");
});

test("the policy engine finds its WebAssembly beside the bundle", async () => {
  const { files } = await bundle(
    "cedar",
    `import { getCedarVersion } from ${resolved("@cedar-policy/cedar-wasm/nodejs")}; console.log(getCedarVersion());`,
  );
  expect(files.map((file) => basename(file))).toEqual(["main.cjs", "cedar_wasm_bg.wasm"]);
  expect(await runSealed("cedar")).toMatch(/^4\./);
});

test("the bundle says what went into it", async () => {
  const { metafile } = await bundle(
    "zod",
    `import { z } from ${resolved("zod")}; console.log(z.string().parse("in"));`,
  );
  expect(Object.keys(metafile.inputs).some((input) => input.startsWith("node_modules/zod/"))).toBe(true);
  expect(await runSealed("zod")).toBe("in");
});

test.each([
  ["a missing import", `import "./absent.ts";`],
  ["top-level await", `await Promise.resolve();`],
  ["import.meta", `console.log(import.meta.url);`],
])("%s stops the bundle and names the power", async (_, source) => {
  await expect(bundle("broken", source)).rejects.toThrow(/^cannot bundle `broken`: /);
});
