import { parseEstate, toWire } from "@trias/estate";
import fc from "fast-check";
import { expect, test } from "vitest";
import { altered, coreNetwork, estate, withActions } from "../__fixtures__/company-wan.ts";
import { changedEstates } from "../__fixtures__/random-changes.ts";
import { viewOf } from "../view.ts";
import { affectedSegments } from "./affected.ts";
import { type Core, coresOf } from "./core.ts";
import { inspectionsIn } from "./inspection.ts";
import { corePieces } from "./pieces.ts";
import { tableAt } from "./routes.ts";

test("what is not affected by a change reaches the same from every edge", () => {
  const { id } = coreNetwork(estate);
  const coreOf = (from: typeof estate) => coresOf(viewOf(from)).get(id) as Core;
  let spared = 0;
  fc.assert(
    fc.property(changedEstates(estate), ({ after }) => {
      // Read anew, so that nothing is taken over from the state before.
      const anew = parseEstate(toWire(after));
      const [then, now] = [viewOf(estate), viewOf(anew)];
      const [old, core] = [coreOf(estate), coreOf(anew)];
      const changed = coreOf(after);
      if (changed === old || inspectionsIn(then) !== inspectionsIn(viewOf(after))) return;
      const affected = affectedSegments(old, changed);
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

test("what a changed core network takes over of tables is what it would make itself, explanations too", () => {
  const network = coreNetwork(estate);
  const coreOf = (from: typeof estate) => coresOf(viewOf(from)).get(network.id) as Core;
  const namesOf = (core: Core) =>
    [...core.segments.keys()].flatMap((segment) =>
      (core.simulation?.network.edges ?? []).map((edge) => ({ kind: "segment", segment, edge }) as const),
    );
  const old = coreOf(estate);
  const tables = namesOf(old).map((name) => tableAt(old, name));
  const actions = network.policy["segment-actions"] ?? [];
  const without = (place: number) =>
    altered(estate, "core_networks", network.id, (each) => ({
      ...each,
      policy: { ...each.policy, "segment-actions": actions.toSpliced(place, 1) },
    }));
  const [a = "", b = ""] = old.segments.keys();
  const share = { action: "share", mode: "attachment-route", segment: a, "share-with": [b] };
  const changed = [...actions.keys().map(without), withActions(estate, share)];
  const taken = changed.map((after) => {
    const [core, anew] = [coreOf(after), coreOf(parseEstate(toWire(after)))];
    affectedSegments(old, core);
    for (const name of namesOf(core)) expect(entriesOf(tableAt(core, name))).toEqual(entriesOf(tableAt(anew, name)));
    return namesOf(core).filter((name) => tables.includes(tableAt(core, name))).length;
  });
  expect(actions.length).toBeGreaterThan(3);
  expect(taken.at(-1)).toBeGreaterThan(20);
});

function entriesOf(table: ReturnType<typeof tableAt>) {
  return table?.blocks.map((block) => table.routes.longest(block));
}
