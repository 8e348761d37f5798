import fc from "fast-check";
import { expect, test } from "vitest";
import { coreNetwork, estate } from "../__fixtures__/company-wan.ts";
import { changedEstates } from "../__fixtures__/random-changes.ts";
import { viewOf } from "../view.ts";
import { affectedSegments } from "./affected.ts";
import { type Core, coresOf } from "./core.ts";
import { inspectionsIn } from "./inspection.ts";
import { corePieces } from "./pieces.ts";

test("what is not affected by a change reaches the same from every edge", () => {
  const { id } = coreNetwork(estate);
  const coreOf = (from: typeof estate) => coresOf(viewOf(from)).get(id) as Core;
  let spared = 0;
  fc.assert(
    fc.property(changedEstates(estate), ({ after }) => {
      const [then, now] = [viewOf(estate), viewOf(after)];
      const [old, core] = [coreOf(estate), coreOf(after)];
      if (old === core || inspectionsIn(then) !== inspectionsIn(now)) return;
      const affected = affectedSegments(old, core);
      const told = (view: typeof then, of: Core, segment: string, edge: string) =>
        corePieces(view, of, segment, edge).map(({ first, last, hit }) =>
          [first, last, hit.kind, hit.certainty, hit.kind === "internet" ? "" : hit.member.place].join(" "),
        );
      for (const [segment, members] of core.members) {
        for (const edge of new Set(members.map(({ region }) => region))) {
          if (!old.members.has(segment) || affected(segment, edge)) continue;
          spared += 1;
          expect(told(now, core, segment, edge)).toEqual(told(then, old, segment, edge));
        }
      }
    }),
    { numRuns: 150 },
  );
  expect(spared).toBeGreaterThan(100);
});
