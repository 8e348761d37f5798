import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  base,
  type Edit,
  edit,
  edited,
  history,
  revised,
  statesOf,
  type Thing,
} from "./__fixtures__/random-revisions.ts";
import { apart, formOf, revise } from "./revision.ts";

describe("a revision", () => {
  test("equals a copy that was changed, entry by entry and in order, and leaves what it came from as it was", () => {
    fc.assert(
      fc.property(base, history, (start, steps) => {
        const before = [...start];
        for (const [copy, revision] of statesOf(start, steps)) {
          expect([...revision]).toEqual([...copy]);
          expect([...revision.keys()]).toEqual([...copy.keys()]);
          expect([...revision.values()]).toEqual([...copy.values()]);
          expect(revision.size).toBe(copy.size);
          for (let i = 0; i <= 40; i += 1) {
            expect(revision.get(`${i}`)).toBe(copy.get(`${i}`));
            expect(revision.has(`${i}`)).toBe(copy.has(`${i}`));
          }
          const told: [string, Thing][] = [];
          revision.forEach((value, key) => {
            told.push([key, value]);
          });
          expect(told).toEqual([...copy]);
        }
        expect([...start]).toEqual(before);
      }),
    );
  });

  test("a draft answers as a Map that is changed", () => {
    fc.assert(
      fc.property(base, history, fc.array(edit), (start, steps, edits) => {
        const [copy = start, revision = start] = statesOf(start, steps).at(-1) ?? [];
        const draft = revise(revision);
        for (const [n, [kind, what]] of edits.entries()) {
          if (kind === "set") draft.set(what.id, what);
          else draft.delete(what);
          const now = edited(copy, edits.slice(0, n + 1));
          for (let i = 0; i <= 40; i += 1) expect(draft.get(`${i}`)).toBe(now.get(`${i}`));
        }
      }),
      { numRuns: 50 },
    );
  });

  test("far from its base it is laid out anew, once for all that build on it", () => {
    const start = new Map(Array.from({ length: 10 }, (_, i) => [`${i}`, { id: `${i}`, tags: [] }]));
    const many = Array.from({ length: 20 }, (_, i): Edit => ["set", { id: `new-${i}`, tags: [] }]);
    const far = revised(start, many);
    const one = revised(far, [["delete", "1"]]);
    const other = revised(far, [["delete", "2"]]);
    expect(formOf(one).base).not.toBe(start);
    expect(formOf(other).base).toBe(formOf(one).base);
    expect(apart(far, one).map((map) => [...map.keys()])).toEqual([["1"], []]);
  });
});

describe("apart", () => {
  test("leaves out only what both hold, and keeps the order of each", () => {
    fc.assert(
      fc.property(base, history, history, (start, one, other) => {
        const [, left = start] = statesOf(start, one).at(-1) ?? [];
        const [, right = start] = statesOf(start, other).at(-1) ?? [];
        const [ofLeft, ofRight] = apart(left, right);
        for (const [whole, part, opposite] of [
          [left, ofLeft, right],
          [right, ofRight, left],
        ] as const) {
          expect([...part]).toEqual([...whole].filter(([key]) => part.has(key)));
          for (const [key, value] of whole) if (!part.has(key)) expect(opposite.get(key)).toBe(value);
        }
      }),
    );
  });

  test("of a revision and what it came from is what was changed", () => {
    const start = new Map(["x", "y", "z"].map((key) => [key, { id: key, tags: [] }]));
    const [left, right] = apart(start, revised(start, [["delete", "y"]]));
    expect([...left.keys()]).toEqual(["y"]);
    expect([...right.keys()]).toEqual([]);
  });
});
