import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Ids of all events whose bytes lie in the evidence of an exported ledger: alone, or as a line of a window of folded ones. */
export function idsInEvidence(folder: string): Set<string> {
  const ids = new Set<string>();
  for (const name of readdirSync(join(folder, "blobs"))) {
    for (const line of readFileSync(join(folder, "blobs", name), "utf8").split("\n")) {
      const id = idOf(line);
      if (id !== null) ids.add(id);
    }
  }
  return ids;
}

function idOf(line: string): string | null {
  try {
    const value = JSON.parse(line) as { readonly id?: unknown; readonly event?: unknown };
    // The line says the id, and holds the event that it is of: what counts is the event.
    const event = typeof value.event === "string" ? (JSON.parse(value.event) as { readonly id?: unknown }) : value;
    return typeof event.id === "string" ? event.id : null;
  } catch {
    return null;
  }
}
