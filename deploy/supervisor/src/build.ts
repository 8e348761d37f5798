import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { stop as stopBundler } from "esbuild";
import { bundlePower } from "./bundle.ts";
import type { Layout } from "./layout.ts";
import { PROCESSES, type ProcessName, processEntry } from "./processes.ts";

export interface Build {
  /** Names the code of all processes together: two processes of different builds don't talk. */
  readonly id: string;
  /** Folder of a process's files: `app.cjs` and what lies beside it. */
  folder(name: ProcessName): string;
}

let running = 0;

const SOURCES = [
  "{packages,powers,adapters}/*/src/**/*.{ts,json,sql}",
  "{packages,powers,adapters}/*/package.json",
  "deploy/supervisor/src/{bundle,build}.ts",
  "package-lock.json",
];

/** Bundles what changed since the last time, all in parallel, and returns where the result lies. */
export async function buildAll(layout: Layout, names = PROCESSES.map(({ name }) => name)): Promise<Build> {
  const id = sourceDigest(layout.clone);
  const cache = cacheFolder(layout);
  const folder = join(cache, id);
  mkdirSync(folder, { recursive: true });
  running += 1;
  try {
    await Promise.all(names.map((name) => buildOne(layout, name, join(folder, name))));
  } finally {
    running -= 1;
    // The bundler's own process would otherwise stay for as long as the supervisor does.
    if (running === 0) await stopBundler();
  }
  dropOld(cache, id);
  return { id, folder: (name) => join(folder, name) };
}

async function buildOne(layout: Layout, name: ProcessName, folder: string): Promise<void> {
  if (existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft);
  try {
    await bundlePower(name, join(layout.clone, processEntry(name).entry), join(draft, "app.cjs"));
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start of the same clone may have been faster with the same content.
    if (!existsSync(folder)) throw error;
  }
}

/** Digest of all that goes into the bundles; dependencies count by the lockfile, which holds the digest of each. */
function sourceDigest(clone: string): string {
  const hash = createHash("sha256").update(process.version);
  const exclude = (path: string) => /(?:^|[\\/])(?:node_modules|dist|__fixtures__)$/.test(path);
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: clone, exclude }))
    .filter((file) => !file.endsWith(".test.ts"))
    .sort();
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(clone, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Beside the dependencies, so that every state folder of this clone shares it; in the state folder where that can't be written. */
function cacheFolder(layout: Layout): string {
  const shared = join(layout.clone, "node_modules", ".cache", "trias");
  try {
    mkdirSync(shared, { recursive: true });
    accessSync(shared, constants.W_OK);
    return shared;
  } catch {
    return join(layout.state, "build");
  }
}

const KEPT_MS = 24 * 3_600_000;

/** Drops what nobody has built for a day; a younger one may be what another start of this clone is about to install. */
function dropOld(cache: string, newest: string): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name);
    if (!/^[0-9a-f]{16}$/.test(name) || name === newest) continue;
    if (Date.now() - statSync(folder).mtimeMs > KEPT_MS) rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts a process's files into its own folder. */
export function install(from: string, cell: string): void {
  mkdirSync(cell, { recursive: true, mode: 0o700 });
  for (const file of readdirSync(from)) {
    const draft = join(cell, `.${file}.new`);
    copyFileSync(join(from, file), draft);
    renameSync(draft, join(cell, file));
  }
}
