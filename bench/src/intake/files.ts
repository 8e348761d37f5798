import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export interface EventFile {
  /** Path below the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What lies beside events to describe them. */
const NO_EVENTS = /\.(?:md|tsv)$/i;

/** Every file below a folder that could hold events, in order of their names. */
export function eventFiles(folder: string): EventFile[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith(".") && !NO_EVENTS.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(folder, path), bytes: readFileSync(path) }));
}
