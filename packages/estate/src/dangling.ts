import type { Estate } from "./estate.ts";
import { isKnown, knownPart, list } from "./parts.ts";
import { referencesOf } from "./references.ts";
import { PART_NAMES, type PartName } from "./resources.ts";

/** A reference to something that the estate should hold and does not. */
export interface Dangling {
  readonly part: PartName;
  readonly id: string;
  readonly path: string;
  readonly wanted: { readonly part: PartName; readonly id: string };
}

/**
 * Every reference that leads nowhere, each once, as findings: an estate read while it changes may well have some. What lies in
 * a part that is not known leads somewhere, as far as anybody can tell.
 */
export function dangling(estate: Estate): readonly Dangling[] {
  const found = new Map<string, Dangling>();
  for (const part of PART_NAMES) {
    if (!isKnown(estate, part)) continue;
    for (const resource of list(estate, part)) {
      for (const { path, part: wanted, id } of referencesOf(part, resource)) {
        if (!isKnown(estate, wanted) || knownPart(estate, wanted).has(id)) continue;
        const key = `${part} ${resource.id} ${path} ${id}`;
        found.set(key, { part, id: resource.id, path, wanted: { part: wanted, id } });
      }
    }
  }
  return [...found.values()];
}
