import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Layout, layoutOf, makeFolders } from "./layout.ts";

/** A state folder for one test, which other users can reach as a real one would be. */
export function temporaryLayout(): { layout: Layout; remove(): void } {
  const parent = mkdtempSync(join(tmpdir(), "trias-state-"));
  chmodSync(parent, 0o711);
  const layout = layoutOf(join(parent, "state"));
  makeFolders(layout);
  return { layout, remove: () => rmSync(parent, { recursive: true, force: true }) };
}
