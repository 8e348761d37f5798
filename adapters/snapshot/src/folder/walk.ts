import { lstatSync, readdirSync, statSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { isAccount, isRegion, type Place } from "../aws/place.ts";
import { SnapshotError } from "../errors.ts";
import { MAX_FILES, MAX_FOLDER_DEPTH } from "../limits.ts";

export interface SourceFile {
  /** Relative to the folder, with `/`. */
  readonly name: string;
  readonly path: string;
  readonly place: Place;
}

/** The JSON files of a snapshot in a fixed order. Where there is a folder `aws_configs`, only what is in it counts. */
export function snapshotFiles(dir: string, files?: readonly string[]): SourceFile[] {
  const root = rootOf(dir);
  const names = files ? files.map((name) => name.split(sep).join("/")) : walk(root);
  return names.sort().map((name) => ({ name, path: join(root, name), place: placeOfPath(name, root) }));
}

function rootOf(dir: string): string {
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) {
    throw new SnapshotError("source_missing", `there is no folder \`${dir}\``, {
      fix: "give the folder of the snapshot",
    });
  }
  const inner = join(dir, "aws_configs");
  return statSync(inner, { throwIfNoEntry: false })?.isDirectory() ? inner : dir;
}

function walk(root: string): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    for (const entry of readdirSync(folder).sort()) {
      const path = join(folder, entry);
      // Links are not followed: a snapshot from elsewhere must not lead to other files.
      const stats = lstatSync(path);
      if (stats.isDirectory() && depth < MAX_FOLDER_DEPTH && !entry.startsWith(".")) visit(path, depth + 1);
      else if (stats.isFile() && entry.toLowerCase().endsWith(".json"))
        found.push(relative(root, path).split(sep).join("/"));
      if (found.length > MAX_FILES) {
        throw new SnapshotError("source_too_large", `more than ${MAX_FILES} JSON files in the folder`, {
          fix: "give the folder of one snapshot",
        });
      }
    }
  };
  visit(root, 0);
  return found;
}

/** Region and account as the layout writes them: `<region>/` or `accounts/<id>/<region>/`, the file's own name last. */
function placeOfPath(name: string, root: string): Place {
  const folders = [basename(root), ...name.split("/").slice(0, -1)];
  const region = folders.findLast(isRegion) ?? null;
  const account = folders.findLast(isAccount) ?? null;
  return { region, account };
}
