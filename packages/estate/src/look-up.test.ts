import fc from "fast-check";
import { expect, test } from "vitest";
import { base, history, statesOf, TAGS, type Thing } from "./__fixtures__/random-revisions.ts";
import { lookUpBy } from "./look-up.ts";

test("finds what a walk through all finds, in the same order", () => {
  const byTag = lookUpBy<Thing>(({ tags }) => tags);
  fc.assert(
    fc.property(base, history, (start, steps) => {
      for (const [copy, revision] of statesOf(start, steps)) {
        for (const key of TAGS) {
          expect(byTag(revision, key)).toEqual([...copy.values()].filter(({ tags }) => tags.includes(key)));
        }
      }
    }),
  );
});
