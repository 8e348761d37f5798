import type { ReadResource, ResourceRef, WireDelta } from "@trias/protocol";
import { type Moment, sameResource, withParts } from "./changes.ts";
import { EstateError } from "./errors.ts";
import type { Estate, Part } from "./estate.ts";
import { parseResource } from "./parse-resource.ts";
import { get, knownPart, partName } from "./parts.ts";
import { PART_NAMES, type PartName, type Resource } from "./resources.ts";
import { type Draft, revise } from "./revision.ts";

/** These resources as the estate has them, null where it has none. */
export function readResources(estate: Estate, refs: readonly ResourceRef[]): ReadResource[] {
  return refs.map(({ part, id }) => ({ part, id, resource: get(estate, partName(part), id) ?? null }));
}

/**
 * The estate with freshly read resources put over it. Without `at` its serial and times stay: a few resources read again do
 * not make a whole part fresh. What was read as it already was keeps its part shared.
 */
export function overlay(estate: Estate, read: readonly ReadResource[], at?: Moment): Estate {
  const drafts = new Map<PartName, Draft<Resource>>();
  for (const { part: name, id, resource: value } of read) {
    const part = partName(name);
    const fresh = value === null ? null : parseResource(part, value);
    if (fresh && fresh.id !== id) {
      throw new EstateError("resource_malformed", `\`${id}\` was asked for and \`${fresh.id}\` was read`, {
        at: `${part}.${id}`,
      });
    }
    const present = drafts.get(part) ?? knownPart(estate, part);
    if (sameResource(present.get(id) ?? null, fresh)) continue;
    const draft = drafts.get(part) ?? revise<Resource>(knownPart(estate, part));
    drafts.set(part, draft);
    if (fresh) draft.set(id, fresh);
    else draft.delete(id);
  }
  if (at) return withParts(estate, drafts, at);
  const parts: Record<string, Part<PartName>> = { ...estate.parts };
  for (const [name, draft] of drafts) {
    parts[name] = { ...estate.parts[name], resources: draft.done() } as Part<PartName>;
  }
  return { ...estate, parts: parts as Estate["parts"] };
}

/** The estate one signed delta later; every known part is then as of the delta, which says all that changed. */
export function applyDelta(estate: Estate, delta: WireDelta): Estate {
  if (delta.lineage !== estate.lineage || delta.base_serial !== estate.serial || delta.serial < delta.base_serial) {
    throw new EstateError(
      "delta_gap",
      `a delta from serial ${delta.base_serial} does not follow serial ${estate.serial}`,
      {
        fix: "take a whole snapshot",
        remedy: "retry",
      },
    );
  }
  const at = { serial: delta.serial, time: delta.time };
  const next = overlay(estate, delta.changed, at);
  const parts: Record<string, Part<PartName>> = {};
  for (const name of PART_NAMES) {
    const part: Part<PartName> = next.parts[name];
    parts[name] = part.status === "known" ? { ...part, ...at } : part;
  }
  return { ...next, parts: parts as Estate["parts"] };
}
