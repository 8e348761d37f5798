import type { Certainty, Core, Inspection, Member, Pair, StaticRoute } from "./core.ts";
import { type Block, NestedBlocks } from "./nested-blocks.ts";
import { atoms, isPrivateSpan, PRIVATE_SPANS, type Span, within } from "./spans.ts";

/** What becomes of packets of a segment to a span. */
export type CoreHit =
  | {
      readonly kind: "member";
      readonly member: Member;
      readonly certainty: Certainty;
      readonly rule: string;
      readonly through: Inspection | null;
    }
  | { readonly kind: "internet"; readonly certainty: Certainty; readonly rule: string; readonly through: Inspection }
  | { readonly kind: "dropped"; readonly rule: string };

/** A way out of a segment: a static route, or a member of a segment that it reaches. */
type SegmentRoute = { readonly block: Block } & (
  | { readonly fixed: StaticRoute }
  | { readonly fixed: null; readonly member: Member; readonly pair: Pair }
);

const routes = new WeakMap<Core, Map<string, NestedBlocks<SegmentRoute>>>();

/** The routes of a segment, by block; at the same block a static one comes before others. */
function routesOf(core: Core, segment: string): NestedBlocks<SegmentRoute> {
  const of = routes.get(core) ?? new Map<string, NestedBlocks<SegmentRoute>>();
  routes.set(core, of);
  const known = of.get(segment);
  if (known) return known;
  const own = core.statics.flatMap((fixed): SegmentRoute[] =>
    fixed.segment === segment ? [{ block: fixed.block, fixed }] : [],
  );
  const others = [...core.members].flatMap(([to, members]): SegmentRoute[] => {
    const pair = core.pairs.get(`${segment} ${to}`);
    return pair
      ? members.flatMap((member) => member.blocks.map((block) => ({ block, fixed: null, member, pair })))
      : [];
  });
  const made = new NestedBlocks([...own, ...others]);
  of.set(segment, made);
  return made;
}

/** Looks a span up in the table of a segment in a region; the span has to be cut at `coreCuts`. Longest prefix first, static before others. */
export function coreLookup(core: Core, segment: string, region: string, span: Span): CoreHit {
  const route = routesOf(core, segment).longest(span);
  if (!route) return egressHit(core, segment, region, span);
  return route.fixed ? staticHit(core, route.fixed) : memberHit(core, region, span, route.member, route.pair);
}

function staticHit(core: Core, { segment, targets, rule }: StaticRoute): CoreHit {
  if (targets === null) return { kind: "dropped", rule };
  const all = [...core.members.values()].flat();
  const member = all.find(({ attachment }) => targets.includes(attachment));
  if (!member) return { kind: "dropped", rule: `${rule}, which is in no segment` };
  // A static route leads there; only routes of the other side lead back.
  const certainty = core.pairs.has(`${member.segment} ${segment}`) ? "yes" : "may";
  return { kind: "member", member, certainty, rule, through: null };
}

function memberHit(core: Core, region: string, span: Span, member: Member, pair: Pair): CoreHit {
  if (pair.through === null)
    return { kind: "member", member, certainty: pair.certainty, rule: pair.rule, through: null };
  const through = core.inspection(pair.through, region);
  if (!through) return { kind: "dropped", rule: `${pair.rule}, which has no attachment` };
  if (through.verdict.blocked.some((blocked) => within(span, blocked))) return droppedBy(through);
  const certainty = through.verdict.unmodelled.length > 0 ? "may" : pair.certainty;
  return { kind: "member", member, certainty, rule: pair.rule, through };
}

function egressHit(core: Core, segment: string, region: string, span: Span): CoreHit {
  const none: CoreHit = {
    kind: "dropped",
    rule: `segment \`${segment}\` has no route there: no share and no static route`,
  };
  const group = core.egress.get(segment);
  const through = group === undefined || isPrivateSpan(span) ? null : core.inspection(group, region);
  if (!through) return none;
  if (through.verdict.blocked.some((blocked) => within(span, blocked))) return droppedBy(through);
  if (!through.exit)
    return { kind: "dropped", rule: `the inspection VPC \`${through.vpc}\` has no way to the internet` };
  const certainty = through.verdict.unmodelled.length > 0 ? "may" : "yes";
  return { kind: "internet", certainty, rule: `send \`${segment}\` to \`${through.group}\``, through };
}

function droppedBy({ verdict, vpc }: Inspection): CoreHit {
  return { kind: "dropped", rule: `the block list of \`${verdict.firewalls[0] ?? vpc}\` names it` };
}

/** A stretch of address space with one answer. */
export interface CorePiece extends Span {
  readonly hit: CoreHit;
}

const tables = new WeakMap<Core, Map<string, readonly CorePiece[]>>();

/** The whole table of a segment in a region, in the order of addresses; what is dropped is left out. */
function coreTable(core: Core, segment: string, region: string): readonly CorePiece[] {
  const of = tables.get(core) ?? new Map<string, readonly CorePiece[]>();
  tables.set(core, of);
  const key = `${segment} ${region}`;
  const known = of.get(key);
  if (known) return known;
  const cuts = [...coreCuts(core, segment, region), ...PRIVATE_SPANS];
  const table = ([4, 6] as const).flatMap((family) =>
    atoms(family, cuts).flatMap((span): CorePiece[] => {
      const hit = coreLookup(core, segment, region, span);
      return hit.kind === "dropped" ? [] : [{ ...span, hit }];
    }),
  );
  of.set(key, table);
  return table;
}

/** What of a span goes where. */
export function corePieces(core: Core, segment: string, region: string, span: Span): CorePiece[] {
  const table = coreTable(core, segment, region);
  let low = 0;
  for (let high = table.length; low < high; ) {
    const middle = (low + high) >> 1;
    const piece = table[middle];
    if (piece && (piece.family < span.family || (piece.family === span.family && piece.last < span.first)))
      low = middle + 1;
    else high = middle;
  }
  const found: CorePiece[] = [];
  for (let i = low; i < table.length; i += 1) {
    const piece = table[i];
    if (!piece || piece.family !== span.family || piece.first > span.last) break;
    const first = piece.first > span.first ? piece.first : span.first;
    const last = piece.last < span.last ? piece.last : span.last;
    found.push({ family: span.family, first, last, hit: piece.hit });
  }
  return found;
}

const cutsOf = new WeakMap<Core, Map<string, readonly Span[]>>();

/** The spans at which an answer of `coreLookup` can change. */
export function coreCuts(core: Core, segment: string, region: string): readonly Span[] {
  const of = cutsOf.get(core) ?? new Map<string, readonly Span[]>();
  cutsOf.set(core, of);
  const key = `${segment} ${region}`;
  const known = of.get(key);
  if (known) return known;
  const cuts = findCuts(core, segment, region);
  of.set(key, cuts);
  return cuts;
}

function findCuts(core: Core, segment: string, region: string): readonly Span[] {
  const cuts: Span[] = core.statics.filter((each) => each.segment === segment).map(({ block }) => block);
  const groups = new Set<string>();
  const own = core.egress.get(segment);
  if (own !== undefined) groups.add(own);
  for (const [to, members] of core.members) {
    const pair = core.pairs.get(`${segment} ${to}`);
    if (!pair) continue;
    if (pair.through !== null) groups.add(pair.through);
    for (const member of members) cuts.push(...member.blocks);
  }
  for (const group of groups) cuts.push(...(core.inspection(group, region)?.verdict.blocked ?? []));
  return cuts;
}
