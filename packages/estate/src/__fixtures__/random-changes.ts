import fc from "fast-check";
import type { Estate, ResourceChange } from "../estate.ts";
import { list } from "../parts.ts";
import { PART_NAMES, type PartName, type Resource } from "../resources.ts";

const TAGGED = PART_NAMES.filter((part) => part !== "regions");

/** Changes that fit the estate, one after another: some of them touch the same resource again. */
export function randomChanges(estate: Estate): fc.Arbitrary<ResourceChange[]> {
  const step = fc.record({
    part: fc.constantFrom(...TAGGED),
    pick: fc.nat(),
    kind: fc.constantFrom("retag", "delete", "copy"),
    word: fc.stringMatching(/^[a-z]{1,8}$/),
  });
  return fc.array(step, { minLength: 1, maxLength: 12 }).map((steps) => {
    const now = new Map(TAGGED.map((part) => [part, new Map(list<PartName>(estate, part).map((each) => [each.id, each]))]));
    return steps.flatMap(({ part, pick, kind, word }): ResourceChange[] => {
      const resources = now.get(part);
      const all = [...(resources?.values() ?? [])];
      const resource = all[pick % Math.max(all.length, 1)];
      if (!resources || !resource) return [];
      return [changeOf(part, resource, kind, word, resources)];
    });
  });
}

function changeOf(part: PartName, resource: Resource, kind: string, word: string, now: Map<string, Resource>): ResourceChange {
  if (kind === "delete") {
    now.delete(resource.id);
    return { part, id: resource.id, before: resource, after: null } as ResourceChange;
  }
  const id = kind === "copy" ? `${resource.id}-${word}` : resource.id;
  const after = { ...resource, id, tags: { word } } as Resource;
  const before = now.get(id) ?? null;
  now.set(id, after);
  return { part, id, before, after } as ResourceChange;
}
