import { segmentMatrix } from "@trias/cloud-wan";
import type { Flow } from "@trias/protocol";
import { flowsBetween, labelsOf } from "../labels.ts";
import { type Peer, peerOfHit } from "../peers.ts";
import { ALL_SERVICES } from "../services.ts";
import { blocksOf, coversSpans, type Span, without } from "../spans.ts";
import type { View } from "../view.ts";
import { affectedSegments } from "./affected.ts";
import { type Core, coresOf, type Member } from "./core.ts";
import { inspectionsIn } from "./inspection.ts";
import { type CorePiece, corePieces } from "./pieces.ts";

interface Sides {
  readonly before: View;
  readonly after: View;
  readonly old: Core | undefined;
  readonly core: Core;
}

/** What `after` makes possible between segments, and between a segment and what is new in it, by routes of the core network alone. */
export function coreGains(before: View, after: View): Flow[] {
  const then = coresOf(before);
  const now = coresOf(after);
  if (then === now && inspectionsIn(before) === inspectionsIn(after)) return [];
  return [...now.values()].flatMap((core) => {
    const sides = { before, after, old: then.get(core.id), core };
    if (core.opaque !== (sides.old?.opaque ?? "")) return anything(sides);
    return [...pairGains(sides), ...segmentGains(sides), ...memberGains(sides)];
  });
}

function flow(from: readonly string[], to: readonly string[]): Flow[] {
  return flowsBetween(from, to, ALL_SERVICES);
}

function nameOf({ segments }: Core, segment: string): string {
  return segments.get(segment) ?? segment;
}

/** Where a policy that can't be read has changed, anything may have become possible. */
function anything({ core, old }: Sides): Flow[] {
  const names = [...core.segments.keys()];
  return names.flatMap((from) =>
    names.flatMap((to) =>
      from === to || !(old?.segments.has(from) || old?.segments.has(to))
        ? []
        : flow([nameOf(core, from)], [nameOf(core, to)]),
    ),
  );
}

/** Pairs of segments that the policy opens while nothing is in one of them yet: what comes into it will be reached. */
function pairGains({ core, old }: Sides): Flow[] {
  if (core === old || !core.simulation || core.simulation.network.policy === old?.simulation?.network.policy) return [];
  const had = openPairs(old);
  return [...openPairs(core)].flatMap((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    if (had.has(pair) || (!old?.segments.has(from) && !old?.segments.has(to))) return [];
    if (core.members.has(from) && core.members.has(to)) return [];
    return flow([nameOf(core, from)], [nameOf(core, to)]);
  });
}

function openPairs(core: Core | undefined): ReadonlySet<string> {
  const network = core?.simulation?.network;
  if (!network) return new Set();
  const served = (groups: readonly string[]) => groups.some((group) => network.serving(group).length > 0);
  return new Set(
    segmentMatrix(network.policy).flatMap(({ from, to, relation, through }) => {
      const open = relation === "open" || ((relation === "inspected" || relation === "may") && served(through));
      return open && to !== null && to !== from ? [`${from} ${to}`] : [];
    }),
  );
}

/** What a segment reaches, by who is there. */
type Reached = ReadonlyMap<
  string,
  { readonly all: readonly Span[]; readonly certain: readonly Span[]; readonly piece: CorePiece }
>;

const reaches = new WeakMap<readonly CorePiece[], Reached>();

function reachedBy(pieces: readonly CorePiece[]): Reached {
  const known = reaches.get(pieces);
  if (known) return known;
  const made = new Map<string, { all: Span[]; certain: Span[]; piece: CorePiece }>();
  for (const piece of pieces) {
    const { hit } = piece;
    const key = hit.kind === "internet" ? "internet" : `${hit.kind} ${hit.member.place}`;
    const entry = made.get(key) ?? { all: [], certain: [], piece };
    made.set(key, entry);
    entry.all.push(piece);
    if (hit.certainty === "yes") entry.certain.push(piece);
  }
  reaches.set(pieces, made);
  return made;
}

/** What of one reach is in no other, with the label of who is there. */
function gained(
  core: Core,
  now: Reached,
  then: readonly Reached[],
): { readonly peer: Peer; readonly span: Span; readonly place: string }[] {
  return [...now].flatMap(([key, { all, certain, piece }]) => {
    const had = then.flatMap((each) => each.get(key) ?? []);
    const spans = [
      ...without(
        all,
        had.flatMap((each) => each.all),
      ),
      ...without(
        certain,
        had.flatMap((each) => each.certain),
      ),
    ];
    const { hit } = piece;
    const peer = peerOfHit(core, hit);
    return spans.map((span) => ({ peer, span, place: hit.kind === "internet" ? "internet" : hit.member.place }));
  });
}

/** What those that were in a segment before reach from their edge, and nobody there did. */
function segmentGains({ before, after, old, core }: Sides): Flow[] {
  if (!old) return [];
  const sameInspections = inspectionsIn(before) === inspectionsIn(after);
  const affected = affectedSegments(old, core);
  return [...core.members].flatMap(([segment, members]) => {
    const there = old.members.get(segment) ?? [];
    const edges = new Set(there.map(({ region }) => region));
    const found = [...new Set(members.map(({ region }) => region))].flatMap((edge) => {
      if (!edges.has(edge) || (sameInspections && !affected(segment, edge))) return [];
      const now = corePieces(after, core, segment, edge);
      const then = corePieces(before, old, segment, edge);
      if (now === then) return [];
      // Whom nobody but itself could ask is not reached by its segment.
      return gained(core, reachedBy(now), [reachedBy(then)]).filter(({ place }) =>
        there.some((member) => member.place !== place),
      );
    });
    return labelled(after, found, "").flatMap((to) => flow([nameOf(core, segment)], [to]));
  });
}

function placeExisted(old: Core, place: string): boolean {
  return placesOf(old).has(place);
}

const places = new WeakMap<Core, ReadonlySet<string>>();

function placesOf(core: Core): ReadonlySet<string> {
  const known = places.get(core);
  if (known) return known;
  const made = new Set([...core.memberOf.values()].map(({ place }) => place));
  places.set(core, made);
  return made;
}

function labelled(view: View, found: readonly { readonly peer: Peer; readonly span: Span }[], own: string): string[] {
  const groups = Map.groupBy(found, ({ peer }) => (peer.kind === "member" ? peer.member.segment : ` ${peer.kind}`));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first
      ? labelsOf(
          view,
          first.peer,
          group.map(({ span }) => span),
          own,
        )
      : [];
  });
}

/** An attachment that is new in a segment, or brings new blocks: it reaches what its segment reaches. */
function memberGains(sides: Sides): Flow[] {
  const { before, after, old, core } = sides;
  if (core === old) return [];
  return [...core.memberOf.values()].flatMap((member) => {
    const had = old?.memberOf.get(member.attachment);
    const stayed = had?.segment === member.segment && had.region === member.region;
    const spans = stayed ? without(member.blocks, had.blocks) : member.blocks;
    if (spans.length === 0) return [];
    const labels = coversSpans(spans, member.blocks) ? [member.place] : spans.flatMap(blocksOf);
    const existed = old !== undefined && placeExisted(old, member.place);
    const now = reachedBy(corePieces(after, core, member.segment, member.region));
    const found = gained(core, now, old ? leftBehind(before, old, member, spans) : []).filter(
      ({ peer, place }) =>
        place !== member.place &&
        (existed || peer.kind !== "member" || (old !== undefined && placeExisted(old, place))),
    );
    return labelled(after, found, member.place).flatMap((to) => flow(labels, [to]));
  });
}

/** What the place reached from where it was before. */
function leftBehind(before: View, old: Core, member: Member, spans: readonly Span[]): Reached[] {
  return [...old.memberOf.values()]
    .filter(({ place, blocks }) => place === member.place && coversSpans(blocks, spans))
    .map(({ segment, region }) => reachedBy(corePieces(before, old, segment, region)));
}
