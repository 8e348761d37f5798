import { resourceDigest } from "./digests.ts";
import { EstateError } from "./errors.ts";
import type { Estate, Part, ResourceChange } from "./estate.ts";
import { knownPart, partName } from "./parts.ts";
import type { PartName, Resource } from "./resources.ts";
import { type Draft, revise } from "./revision.ts";

/** When an estate is as it is. */
export interface Moment {
  readonly serial: number;
  /** RFC 3339. */
  readonly time: string;
}

/**
 * The estate after the changes, in their order: what simulation predicts and what the sandbox does. Each change must find its
 * `before` as it says, else `change_conflict`. Parts that no change names are shared with the estate before.
 */
export function applyChanges(estate: Estate, changes: readonly ResourceChange[], at: Moment): Estate {
  const drafts = new Map<PartName, Draft<Resource>>();
  for (const change of changes) {
    let resources = drafts.get(partName(change.part));
    if (!resources) {
      resources = revise<Resource>(knownPart(estate, change.part));
      drafts.set(change.part, resources);
    }
    applyOne(resources, change);
  }
  return withParts(estate, drafts, at);
}

function applyOne(resources: Draft<Resource>, change: ResourceChange): void {
  const { part, id, before, after } = change;
  if ((before === null && after === null) || (before && before.id !== id) || (after && after.id !== id)) {
    throw new EstateError("change_malformed", `a change of \`${id}\` names another resource or none`, {
      at: `${part}.${id}`,
    });
  }
  const present = resources.get(id);
  if (!sameResource(present ?? null, before)) {
    const found = present ? (before ? "it has changed since" : "it exists already") : "it does not exist";
    throw new EstateError("change_conflict", `the change of \`${id}\` does not fit the estate: ${found}`, {
      at: `${part}.${id}`,
      fix: "plan it again on the estate as it is now",
      remedy: "retry",
    });
  }
  if (after) resources.set(id, after);
  else resources.delete(id);
}

/** Whether two states of a resource are the same, by identity first and by digest then. */
export function sameResource(a: Resource | null, b: Resource | null): boolean {
  if (a === b) return true;
  return a !== null && b !== null && resourceDigest(a) === resourceDigest(b);
}

/** An estate in which some parts have other resources; these parts, and the estate, are as of `at`. */
export function withParts(estate: Estate, changed: ReadonlyMap<PartName, Draft<Resource>>, at: Moment): Estate {
  const parts: Record<string, Part<PartName>> = { ...estate.parts };
  for (const [name, draft] of changed) {
    parts[name] = { status: "known", serial: at.serial, time: at.time, resources: draft.done() } as Part<PartName>;
  }
  return { lineage: estate.lineage, serial: at.serial, time: at.time, parts: parts as Estate["parts"] };
}

/** The changes that take these back, newest first. */
export function invertChanges(changes: readonly ResourceChange[]): ResourceChange[] {
  return changes
    .map((change) => ({ ...change, before: change.after, after: change.before }) as ResourceChange)
    .reverse();
}
