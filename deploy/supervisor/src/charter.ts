import { globSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { signerFromSeed } from "@trias/core";
import { assembleCharter, type Charter, type CharterFiles, wasmCedarEngine } from "@trias/policy";
import { parseBytes } from "@trias/protocol";
import { z } from "zod";
import { SupervisorError } from "./errors.ts";
import type { Layout } from "./layout.ts";
import type { Secrets } from "./vault.ts";

const MAX_FILE = 32 << 20;
const SOURCES = "event-sources.json";
const sourcesSchema = z.looseObject({ sources: z.record(z.string(), z.string()) });

/** The charter of this system: the files that people keep, and the public keys of the event sources that live on this machine. */
export function assembleCharterOf(layout: Layout, folder: string | undefined, secrets: Secrets): Charter {
  const from = folder === undefined ? join(layout.clone, "charter") : resolve(folder);
  const files = readCharterFiles(from);
  return assembleCharter({ ...files, [SOURCES]: withOwnSources(files[SOURCES], secrets) }, wasmCedarEngine()).charter;
}

/** The files of a charter by path below its folder. */
export function readCharterFiles(folder: string): CharterFiles {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new SupervisorError("charter_malformed", `there is no folder \`${folder}\``, {
      fix: "name the charter's folder",
    });
  }
  const files: Record<string, string> = {};
  for (const path of globSync("**/*", { cwd: folder })) {
    const stat = statSync(join(folder, path));
    if (!stat.isFile()) continue;
    if (stat.size > MAX_FILE) {
      throw new SupervisorError("charter_malformed", `\`${path}\` is too large for a charter`, {
        at: join(folder, path),
      });
    }
    files[path] = readFileSync(join(folder, path), "utf8");
  }
  return files;
}

/** A source that the charter names itself keeps its key: what people wrote is stronger than what this machine made. */
function withOwnSources(text: string | undefined, secrets: Secrets): string {
  const own = Object.entries(secrets.sources).map(([name, seed]) => [name, signerFromSeed(seed).publicKey]);
  const { sources, ...others } = text === undefined ? { sources: {} } : parseBytes(sourcesSchema, text, SOURCES);
  return JSON.stringify({ ...others, sources: { ...Object.fromEntries(own), ...sources } });
}
