import { copyFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TriasError } from "@trias/core";
import { type BuildOptions, build, type Metafile } from "esbuild";

export interface Bundle {
  /** The script, then what has to lie beside it; absolute paths, all in one folder. */
  readonly files: readonly string[];
  /** Every input with its imports; paths are relative to the repository. */
  readonly metafile: Metafile;
}

const repository = fileURLToPath(new URL("../../..", import.meta.url));

/**
 * Modules that dependencies require only when a feature is on that Trias leaves off (DBOS telemetry and logging by OTLP,
 * the native client of pg). They are not installed, so they stay unresolved requires which nothing reaches.
 */
const leftOut = ["@opentelemetry/*", "winston", "winston-transport", "pg-native"];

/** These read a file from `__dirname`, which is the bundle's own folder once they are bundled. */
const companions = /\/@cedar-policy\/cedar-wasm\/nodejs\/cedar_wasm\.js$/;
const companionName = "cedar_wasm_bg.wasm";

const options = {
  bundle: true,
  platform: "node",
  target: "node24",
  // Cedar needs `__dirname` and koa needs `require`, which ES modules lack.
  format: "cjs",
  external: leftOut,
  metafile: true,
  sourcemap: false,
  legalComments: "none",
  logLevel: "silent",
  // In CommonJS it would silently be empty: what a power needs to know about its place comes with its configuration.
  logOverride: { "empty-import-meta": "error" },
} as const satisfies BuildOptions;

/**
 * Bundles a power into one CommonJS file that runs from a folder of its own under Node's permission model.
 * Its sources can use neither top-level `await` nor `import.meta`.
 * @param name of the power, for the error message
 * @param entry path of its main.ts
 * @param outfile path of the script; what it reads at start is copied beside it
 */
export async function bundlePower(name: string, entry: string, outfile: string): Promise<Bundle> {
  try {
    const { metafile } = await build({ ...options, absWorkingDir: repository, entryPoints: [entry], outfile });
    return { files: [outfile, ...(await copyCompanions(metafile, dirname(outfile)))], metafile };
  } catch (cause) {
    const fix = "see the first message of the bundler";
    throw new TriasError("bundle_failed", `cannot bundle \`${name}\`: ${firstLine(cause)}`, { at: entry, fix, cause });
  }
}

async function copyCompanions(metafile: Metafile, folder: string): Promise<string[]> {
  const needing = Object.keys(metafile.inputs).filter((input) => companions.test(input));
  return Promise.all(
    needing.map(async (input) => {
      const source = join(repository, dirname(input), companionName);
      const target = join(folder, basename(source));
      await copyFile(source, target);
      return target;
    }),
  );
}

function firstLine(cause: unknown): string {
  return (
    (cause instanceof Error ? cause.message : String(cause)).replace(/^Build failed.*\n/, "").split("\n", 1)[0] ?? ""
  );
}
