import fc from "fast-check";
import { revise } from "../revision.ts";

export interface Thing {
  readonly id: string;
  readonly tags: readonly string[];
}
export type Edit = readonly ["set", Thing] | readonly ["delete", string];
export type Things = ReadonlyMap<string, Thing>;

const id = fc.integer({ min: 0, max: 40 }).map(String);
/** Many for few things, so that a key is often one thing's alone. */
export const TAGS = Array.from({ length: 30 }, (_, i) => `tag-${i}`);
const tag = fc.constantFrom(...TAGS);
const thing = fc.record({ id, tags: fc.array(tag, { maxLength: 3 }) });
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.constant("set" as const), thing),
  fc.tuple(fc.constant("delete" as const), id),
);
export const base = fc.array(thing, { maxLength: 30 }).map((things) => new Map(things.map((each) => [each.id, each])));
/** Revisions of revisions: enough of them that some are laid out anew, and some so large that they are at once. */
export const history = fc.array(
  fc.oneof({ weight: 7, arbitrary: fc.array(edit, { maxLength: 8 }) }, { weight: 1, arbitrary: fc.array(edit, { minLength: 60, maxLength: 80, size: "max" }) }),
  { maxLength: 10 },
);

export function edited(map: Map<string, Thing>, edits: readonly Edit[]): Map<string, Thing> {
  const copy = new Map(map);
  for (const [kind, what] of edits) {
    if (kind === "set") copy.set(what.id, what);
    else copy.delete(what);
  }
  return copy;
}

export function revised(map: Things, edits: readonly Edit[]): Things {
  const draft = revise(map);
  for (const [kind, what] of edits) {
    if (kind === "set") draft.set(what.id, what);
    else draft.delete(what);
  }
  return draft.done();
}

/** Every state of a history, as a copied Map and as a revision. */
export function statesOf(start: Map<string, Thing>, steps: readonly (readonly Edit[])[]): [Map<string, Thing>, Things][] {
  const states: [Map<string, Thing>, Things][] = [[start, start]];
  let [copy, revision]: [Map<string, Thing>, Things] = [start, start];
  for (const edits of steps) {
    copy = edited(copy, edits);
    revision = revised(revision, edits);
    states.push([copy, revision]);
  }
  return states;
}
