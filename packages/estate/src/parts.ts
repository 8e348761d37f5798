import { EstateError } from "./errors.ts";
import type { Estate } from "./estate.ts";
import { PART_SCHEMAS, type PartName, type ResourceOf } from "./resources.ts";

export function isPartName(text: string): text is PartName {
  return Object.hasOwn(PART_SCHEMAS, text);
}

/** A part's name from a wire or a plan; refuses what the estate does not have. */
export function partName(text: string): PartName {
  if (isPartName(text)) return text;
  throw new EstateError("part_unnamed", `the estate has no part \`${text.slice(0, 64)}\``, {
    fix: `expected one of ${Object.keys(PART_SCHEMAS).join(", ")}`,
  });
}

export function isKnown(estate: Estate, part: PartName): boolean {
  return estate.parts[part].status === "known";
}

/** The resources of a part by id. Throws `part_unknown` where the estate does not know it: unknown is never absent. */
export function knownPart<P extends PartName>(estate: Estate, part: P): ReadonlyMap<string, ResourceOf<P>> {
  const found = estate.parts[part];
  if (found.status === "known") return found.resources as ReadonlyMap<string, ResourceOf<P>>;
  throw new EstateError("part_unknown", `\`${part}\` of the estate is unknown: ${found.reason}`, {
    at: part,
    fix: "read it again before anything relies on it",
    remedy: "retry",
  });
}

/** One resource, or undefined where the part is known and has none of that id. */
export function get<P extends PartName>(estate: Estate, part: P, id: string): ResourceOf<P> | undefined {
  return knownPart(estate, part).get(id);
}

/** As `get`, where absence is an error of the caller's input. */
export function need<P extends PartName>(estate: Estate, part: P, id: string): ResourceOf<P> {
  const found = get(estate, part, id);
  if (found) return found;
  throw new EstateError("resource_absent", `\`${id.slice(0, 256)}\` is not among the ${part} of the estate`, {
    at: part,
    fix: "give an id that the estate has",
  });
}

const lists = new WeakMap<ReadonlyMap<string, unknown>, readonly unknown[]>();

/** All resources of a part, in the order of the estate. */
export function list<P extends PartName>(estate: Estate, part: P): readonly ResourceOf<P>[] {
  const resources = knownPart(estate, part);
  const cached = lists.get(resources) as readonly ResourceOf<P>[] | undefined;
  if (cached) return cached;
  const all = [...resources.values()];
  lists.set(resources, all);
  return all;
}
