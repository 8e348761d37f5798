import { sameResource } from "./changes.ts";
import { EstateError } from "./errors.ts";
import type { Estate, Part, ResourceChange } from "./estate.ts";
import { PART_NAMES, type PartName, type Resource } from "./resources.ts";
import { apart } from "./revision.ts";

type Same = (a: Resource | null, b: Resource | null) => boolean;

/**
 * What turns `a` into `b`, a resource once. Parts that share their map are not looked at. A part that only one of the two
 * knows makes the question unanswerable: `knowledge_differs`. `same` may be quicker than a look at the content, for those who
 * can do with changes that change nothing.
 */
export function differences(a: Estate, b: Estate, same: Same = sameResource): ResourceChange[] {
  const changes: ResourceChange[] = [];
  for (const part of PART_NAMES) {
    const left: Part<PartName> = a.parts[part];
    const right: Part<PartName> = b.parts[part];
    if (left.status === "known" && right.status === "known")
      comparePart(part, left.resources, right.resources, same, changes);
    else if (left.status !== right.status) {
      throw new EstateError("knowledge_differs", `\`${part}\` is known in one of the two estates only`, {
        at: part,
        fix: "read that part again",
        remedy: "retry",
      });
    }
  }
  return changes;
}

function comparePart(
  part: PartName,
  a: ReadonlyMap<string, Resource>,
  b: ReadonlyMap<string, Resource>,
  same: Same,
  into: ResourceChange[],
): void {
  if (a === b) return;
  const [left, right] = apart(a, b);
  for (const [id, before] of left) {
    const after = right.get(id) ?? null;
    if (!same(before, after)) into.push({ part, id, before, after } as ResourceChange);
  }
  for (const [id, after] of right) {
    if (!left.has(id)) into.push({ part, id, before: null, after } as ResourceChange);
  }
}

/** Whether both hold the same resources and know the same parts; serials and times may differ. */
export function sameContent(a: Estate, b: Estate): boolean {
  return (
    PART_NAMES.every((part) => a.parts[part].status === b.parts[part].status) &&
    PART_NAMES.every((part) => samePart(a.parts[part], b.parts[part]))
  );
}

function samePart(a: Part<PartName>, b: Part<PartName>): boolean {
  if (a.status === "unknown" || b.status === "unknown" || a.resources === b.resources) return true;
  const [left, right] = apart<Resource>(a.resources, b.resources);
  if (left.size !== right.size) return false;
  for (const [id, resource] of left) {
    if (!sameResource(resource, right.get(id) ?? null)) return false;
  }
  return true;
}
