import { loadFolder } from "./folder/load-folder.ts";
import { loadFile } from "./load-file.ts";
import type { Loaded, SnapshotSource } from "./source.ts";

/**
 * The network that files describe, and what is to be known about them. What is missing or can't be trusted is unknown in the
 * estate and told in the report; a `SnapshotError` is thrown only where nothing can be read at all.
 */
export function loadSnapshot(source: SnapshotSource): Loaded {
  switch (source.kind) {
    case "folder":
      return loadFolder(source);
    case "file":
      return loadFile(source);
  }
}
