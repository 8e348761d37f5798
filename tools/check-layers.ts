import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { forbidden, type Workspace } from "./layers.ts";
import { importsOf, impurities } from "./purity.ts";

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Located extends Workspace {
  readonly folder: string;
  readonly manifest: Manifest;
}

const workspacePatterns = ["{packages,powers,adapters,deploy,surfaces}/*/package.json", "{bench,tests}/package.json"];

/** Every breach of the layers under `root`, one line each; empty when there is none. */
export function layerBreaches(root: string): string[] {
  const workspaces = globSync(workspacePatterns, { cwd: root })
    .sort()
    .map((path) => locate(root, path));
  const byName = new Map(workspaces.map((workspace) => [workspace.manifest.name, workspace]));
  return workspaces.flatMap((workspace) => [
    ...manifestBreaches(workspace, byName),
    ...sourceFiles(root, workspace).flatMap((file) => sourceBreaches(root, file, workspace, byName)),
  ]);
}

function locate(root: string, path: string): Located {
  const folder = dirname(path);
  const [group = "", name = group] = folder.split(sep);
  const manifest: Manifest = JSON.parse(readFileSync(join(root, path), "utf8"));
  return { group, name, folder, manifest };
}

function manifestBreaches(from: Located, byName: ReadonlyMap<string, Located>): string[] {
  const { dependencies, devDependencies, optionalDependencies } = from.manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return all.flatMap(([name, version]) => {
    const at = `${from.folder}/package.json`;
    if (!/^\d/.test(version)) return [`${at}: \`${name}\` is pinned to \`${version}\`, which is not one exact version`];
    const to = byName.get(name);
    if (to === undefined) return name.startsWith("@trias/") ? [`${at}: \`${name}\` is no workspace`] : [];
    const why = forbidden(from, to);
    return why === undefined ? [] : [`${at}: depends on \`${name}\`: ${why}`];
  });
}

function sourceFiles(root: string, workspace: Located): string[] {
  const exclude = (path: string) => /(?:^|[\\/])(?:node_modules|dist|__fixtures__)$/.test(path);
  return globSync(`${workspace.folder}/**/*.ts`, { cwd: root, exclude }).sort();
}

function sourceBreaches(root: string, file: string, from: Located, byName: ReadonlyMap<string, Located>): string[] {
  const source = readFileSync(join(root, file), "utf8");
  const isTest = file.endsWith(".test.ts");
  const imports = importsOf(source).flatMap((name) => importBreach(root, file, name, isTest, from, byName));
  const effects = from.group === "packages" && !isTest ? impurities(source) : [];
  return [
    ...imports,
    ...effects.map((effect) => `${file}: ${effect}: packages take clock, input and chance as arguments`),
  ];
}

function importBreach(
  root: string,
  file: string,
  name: string,
  isTest: boolean,
  from: Located,
  byName: ReadonlyMap<string, Located>,
): string[] {
  if (name.startsWith(".")) {
    const target = relative(resolve(root, from.folder), resolve(root, dirname(file), name));
    return target.startsWith("..")
      ? [`${file}: \`${name}\` reaches outside of ${from.folder}: import the package`]
      : [];
  }
  if (!name.startsWith("@trias/")) return [];
  const [scope = "", own = "", ...path] = name.split("/");
  const workspace = `${scope}/${own}`;
  const to = byName.get(workspace);
  // Beside the index, a workspace may export an entry of its own for what only few should load.
  const exported = path.length === 0 || Object.hasOwn(to?.manifest.exports ?? {}, `./${path.join("/")}`);
  if (to === undefined || !exported) {
    return [`${file}: \`${name}\`: only the index of a workspace can be imported`];
  }
  if (to === from) return [`${file}: \`${name}\` is itself: import the file`];
  if (!declares(from.manifest, workspace)) return [`${file}: \`${name}\` is not in ${from.folder}/package.json`];
  if (from.group === "powers" && to.group === "adapters" && !isTest && !/\/src\/main(?:\.ts$|\/)/.test(file)) {
    return [`${file}: \`${name}\`: only the main of a power wires adapters in`];
  }
  return [];
}

function declares(manifest: Manifest, name: string): boolean {
  return name in (manifest.dependencies ?? {}) || name in (manifest.devDependencies ?? {});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const breaches = layerBreaches(fileURLToPath(new URL("..", import.meta.url)));
  for (const breach of breaches) console.error(breach);
  process.exitCode = breaches.length === 0 ? 0 : 1;
}
