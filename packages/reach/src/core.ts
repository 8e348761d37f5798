import { canonicalJson } from "@trias/core";
import type { SegmentAction } from "@trias/estate";
import { type Attachment, type CoreNetwork, parseCidr, readPolicy, sharesOf } from "@trias/estate";
import { type FirewallVerdict, firewallVerdict } from "./firewalls.ts";
import { type Block, NestedBlocks } from "./nested-blocks.ts";
import { atoms, isPrivateSpan, PRIVATE_SPANS, type Span, spansOf, within } from "./spans.ts";
import { perParts, type View } from "./view.ts";

export type Certainty = "yes" | "may";

/** One attachment in a segment with what it brings. */
export interface Member {
  /** Policy name of the segment. */
  readonly segment: string;
  readonly attachment: string;
  /** The VPC's id, else the attachment's. */
  readonly place: string;
  readonly region: string;
  readonly blocks: readonly (Span & { readonly prefix: number; readonly text: string })[];
}

/** Two segments of which the one reaches the other; always both ways, since a way without return carries nothing. */
export interface Pair {
  readonly from: string;
  readonly to: string;
  readonly certainty: Certainty;
  /** The network function group that inspects it. */
  readonly through: string | null;
  readonly rule: string;
}

export interface StaticRoute {
  readonly segment: string;
  readonly block: Span & { readonly prefix: number; readonly text: string };
  /** Attachment ids, or null for a blackhole. */
  readonly targets: readonly string[] | null;
  readonly rule: string;
}

export interface Inspection {
  readonly group: string;
  /** VPC of the group's attachment in the region. */
  readonly vpc: string;
  readonly verdict: FirewallVerdict;
  /** Whether the VPC has a way to the internet. */
  readonly exit: boolean;
}

/** One core network with what its policy and its attachments amount to. */
export interface Core {
  readonly id: string;
  /** Policy name to estate name. */
  readonly segments: ReadonlyMap<string, string>;
  readonly members: ReadonlyMap<string, readonly Member[]>;
  /** By `<from> <to>`. */
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly statics: readonly StaticRoute[];
  /** Network function group of the segments that send what leaves them through one. */
  readonly egress: ReadonlyMap<string, string>;
  readonly regions: readonly string[];
  inspection(group: string, region: string): Inspection | null;
  /** What of the policy is not modelled, in words: with it no answer is certain. */
  readonly unmodelled: readonly string[];
  /** Equal for policies whose effect can be compared: empty, or all of a policy that isn't modelled in full. */
  readonly opaque: string;
}

/** States in which an attachment carries traffic, or is about to. */
const IN_PLACE = new Set<Attachment["state"]>(["AVAILABLE", "UPDATING", "CREATING", "PENDING_TAG_ACCEPTANCE"]);

export const coresOf = perParts(
  [
    "core_networks",
    "attachments",
    "vpcs",
    "firewalls",
    "firewall_rule_groups",
    "prefix_lists",
    "route_tables",
    "internet_gateways",
    "nat_gateways",
  ],
  (view): ReadonlyMap<string, Core> =>
    new Map([...view.part("core_networks").values()].map((network) => [network.id, coreOf(view, network)])),
);

function coreOf(view: View, network: CoreNetwork): Core {
  const policy = readPolicy(network.policy);
  const names = policy.segments.flatMap((segment) => (segment ? [segment.name] : []));
  const attachments = [...view.part("attachments").values()].filter(
    ({ core_network, state }) => core_network === network.id && IN_PLACE.has(state),
  );
  const members = Map.groupBy(
    attachments.flatMap((attachment) => memberOf(view, attachment)),
    ({ segment }) => segment,
  );
  const inspections = new Map<string, Inspection | null>();
  const inspection = (group: string, region: string): Inspection | null => {
    const key = `${group} ${region}`;
    const found = inspections.get(key);
    if (found !== undefined) return found;
    const made = inspectionOf(view, attachments, group, region);
    inspections.set(key, made);
    return made;
  };
  const regions = [...new Set(attachments.map(({ region }) => region))].sort();
  const inspects = (groups: readonly string[]): string | null =>
    groups.find((group) => regions.some((region) => inspection(group, region) !== null)) ?? null;
  return {
    id: network.id,
    segments: new Map(names.map((name) => [name, network.segment_names[name] ?? name])),
    members,
    pairs: pairsOf(network, names, inspects),
    statics: policy.actions.flatMap((action, i) => (action?.action === "create-route" ? staticRoutes(action, i) : [])),
    egress: egressOf(policy.actions, inspects),
    regions,
    inspection,
    unmodelled: policy.issues.map(({ path, message }) => `${path}: ${message}`),
    opaque: policy.issues.length === 0 ? "" : canonicalJson(network.policy),
  };
}

function memberOf(view: View, attachment: Attachment): Member[] {
  if (attachment.segment === null) return [];
  const vpc = attachment.type === "vpc" ? view.part("vpcs").get(attachment.resource) : undefined;
  const cidrs = vpc ? [...vpc.cidrs, ...vpc.ipv6_cidrs] : (attachment.advertised ?? []);
  return [
    {
      segment: attachment.segment,
      attachment: attachment.id,
      place: attachment.type === "vpc" ? attachment.resource : attachment.id,
      region: attachment.region,
      blocks: spansOf(cidrs),
    },
  ];
}

function pairsOf(
  network: CoreNetwork,
  names: readonly string[],
  inspects: (groups: readonly string[]) => string | null,
): ReadonlyMap<string, Pair> {
  const policy = readPolicy(network.policy);
  const pairs = new Map<string, Pair>();
  const put = (from: string, to: string, pair: Omit<Pair, "from" | "to">): void => {
    pairs.set(`${from} ${to}`, { from, to, ...pair });
    pairs.set(`${to} ${from}`, { from: to, to: from, ...pair });
  };
  for (const segment of policy.segments) {
    if (segment && segment["isolate-attachments"] !== true) {
      put(segment.name, segment.name, {
        certainty: "yes",
        through: null,
        rule: `attachments of \`${segment.name}\` reach each other`,
      });
    }
  }
  for (const { a, b, actions } of sharesOf(network.policy)) {
    put(a, b, {
      certainty: "yes",
      through: null,
      rule: `segment-actions[${actions[0]}]: share \`${a}\` with \`${b}\``,
    });
  }
  policy.actions.forEach((action, i) => {
    if (action?.action !== "send-via") return;
    const through = inspects(action.via["network-function-groups"]);
    if (through === null) return;
    const targets = action["when-sent-to"]?.segments ?? [action.segment];
    for (const other of targets === "*" ? names : targets) {
      // Within an open segment its own routes win, and nothing is inspected.
      if (other === action.segment && pairs.has(`${other} ${other}`)) continue;
      // AWS does not say what holds where a pair is shared and sent through inspection at once.
      const certainty: Certainty = pairs.get(`${action.segment} ${other}`)?.through === null ? "may" : "yes";
      put(action.segment, other, {
        certainty,
        through,
        rule: `segment-actions[${i}]: send \`${action.segment}\` via \`${through}\``,
      });
    }
  });
  return pairs;
}

function staticRoutes(action: SegmentAction & { action: "create-route" }, i: number): StaticRoute[] {
  const { segment, destinations } = action;
  const targets = destinations.includes("blackhole") ? null : destinations;
  return action["destination-cidr-blocks"].map((text) => {
    const rule = `segment-actions[${i}]: ${text} to ${targets === null ? "blackhole" : targets.join(", ")}`;
    return { segment, block: parseCidr(text, { hostBits: "clear" }), targets, rule };
  });
}

function egressOf(
  actions: readonly (SegmentAction | null)[],
  inspects: (groups: readonly string[]) => string | null,
): ReadonlyMap<string, string> {
  const egress = new Map<string, string>();
  for (const action of actions) {
    if (action?.action !== "send-to") continue;
    const group = inspects(action.via["network-function-groups"]);
    if (group !== null) egress.set(action.segment, group);
  }
  return egress;
}

function inspectionOf(
  view: View,
  attachments: readonly Attachment[],
  group: string,
  region: string,
): Inspection | null {
  const serving = attachments.filter(
    ({ network_function_group, type }) => network_function_group === group && type === "vpc",
  );
  // Without one in its own region AWS takes another region's.
  const attachment =
    serving.find((each) => each.region === region) ?? serving.toSorted((a, b) => (a.region < b.region ? -1 : 1))[0];
  if (!attachment) return null;
  const verdict = firewallVerdict(view, attachment.resource);
  const unsure = (["route_tables", "internet_gateways"] as const)
    .filter((part) => view.unknown(part))
    .map((part) => `${part} are unknown`);
  return {
    group,
    vpc: attachment.resource,
    verdict: unsure.length === 0 ? verdict : { ...verdict, unmodelled: [...verdict.unmodelled, ...unsure] },
    exit: unsure.length > 0 || hasExit(view, attachment.resource),
  };
}

function hasExit(view: View, vpc: string): boolean {
  for (const table of view.part("route_tables").values()) {
    if (table.vpc !== vpc) continue;
    for (const { target } of table.routes) {
      if (target.type === "internet-gateway" && view.part("internet_gateways").get(target.id)?.vpc === vpc) return true;
    }
  }
  return false;
}

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
