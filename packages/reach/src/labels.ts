import { lookUpBy, type NetworkInterface } from "@trias/estate";
import type { Flow } from "@trias/protocol";
import { coresOf, type Member } from "./core/core.ts";
import type { Peer } from "./peers.ts";
import { type Services, serviceTexts } from "./services.ts";
import { blocksOf, coversSpans, join, type Span, sizeOf, spansOf, within, without } from "./spans.ts";
import type { View } from "./view.ts";

/** As much of the internet as counts as all of it: a /8 of IPv4, a /16 of IPv6. */
const MOST: Readonly<Record<4 | 6, bigint>> = { 4: 1n << 24n, 6: 1n << 112n };
const MANY_BLOCKS = 16;

/**
 * Names for spans of one kind of peer, as large as is true: the segment where all of it is covered, then a VPC, an interface,
 * and blocks for the rest. Wide parts of the internet are called the internet. `own` is the VPC that asks, which its segment can do without.
 */
export function labelsOf(view: View, peer: Peer, spans: readonly Span[], own = ""): readonly string[] {
  const joined = join(spans);
  switch (peer.kind) {
    case "internet": {
      const blocks = joined.flatMap((span) => (sizeOf(span) >= MOST[span.family] ? [] : blocksOf(span)));
      const wide = joined.some((span) => sizeOf(span) >= MOST[span.family]);
      return wide || blocks.length > MANY_BLOCKS ? ["internet"] : blocks;
    }
    case "vpc":
      return coversVpc(view, peer.id, joined) ? [peer.id] : joined.flatMap((span) => hostOrBlocks(view, peer.id, span));
    case "member":
      return memberLabels(view, peer.core, peer.member.segment, joined, own);
    case "open":
      return joined.flatMap(blocksOf);
  }
}

function memberLabels(
  view: View,
  coreId: string,
  segment: string,
  spans: readonly Span[],
  own: string,
): readonly string[] {
  const core = coresOf(view).get(coreId);
  if (!core) return [segment];
  const members = core.members.get(segment) ?? [];
  const held = new Map<Member, number>();
  const blocks = blocksOfMembers(members);
  for (const span of spans) countHeld(blocks, span, held);
  const whole = members.filter((member) => member.place !== own && held.get(member) === member.blocks.length);
  const others = members.filter(({ place, blocks: its }) => place !== own && its.length > 0);
  if (whole.length === others.length) return [core.segments.get(segment) ?? segment];
  const rest =
    whole.length === 0
      ? spans
      : without(
          spans,
          whole.flatMap((member) => member.blocks),
        );
  const placeOf = (span: Span): string =>
    members.find((member) => member.blocks.some((block) => within(span, block)))?.place ?? "";
  const named = (span: Span): string[] =>
    span.first === span.last ? hostOrBlocks(view, placeOf(span), span) : blocksOf(span);
  return [...whole.map(({ place }) => place), ...rest.flatMap(named)];
}

interface MemberBlock {
  readonly block: Span;
  readonly member: Member;
}

const sortedBlocks = new WeakMap<readonly Member[], readonly MemberBlock[]>();

/** In the order of their first addresses. */
function blocksOfMembers(members: readonly Member[]): readonly MemberBlock[] {
  const known = sortedBlocks.get(members);
  if (known) return known;
  const made = members.flatMap((member) => member.blocks.map((block) => ({ block, member })));
  made.sort(
    ({ block: a }, { block: b }) => a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0),
  );
  sortedBlocks.set(members, made);
  return made;
}

/** Counts the blocks that the span holds, by member. */
function countHeld(blocks: readonly MemberBlock[], { family, first, last }: Span, held: Map<Member, number>): void {
  let low = 0;
  for (let high = blocks.length; low < high; ) {
    const middle = (low + high) >> 1;
    const { block } = blocks[middle] as MemberBlock;
    if (block.family < family || (block.family === family && block.first < first)) low = middle + 1;
    else high = middle;
  }
  for (let at = blocks[low]; at && at.block.family === family && at.block.first <= last; at = blocks[++low]) {
    if (at.block.last <= last) held.set(at.member, (held.get(at.member) ?? 0) + 1);
  }
}

function coversVpc(view: View, id: string, spans: readonly Span[]): boolean {
  const vpc = view.part("vpcs").get(id);
  return vpc !== undefined && coversSpans(spans, spansOf([...vpc.cidrs, ...vpc.ipv6_cidrs]));
}

const byAddress = lookUpBy<NetworkInterface>(({ vpc, private_ip }) => [`${vpc} ${private_ip}`]);

function hostOrBlocks(view: View, vpc: string, span: Span): string[] {
  const blocks = blocksOf(span);
  if (span.first !== span.last) return blocks;
  const interfaces = view.part("interfaces");
  return blocks.map((block) => byAddress(interfaces, `${vpc} ${block.split("/")[0]}`).at(-1)?.id ?? block);
}

/** One flow a label and range of services, ready for a list. */
export function flowsBetween(from: readonly string[], to: readonly string[], services: Services): Flow[] {
  const texts = serviceTexts(services);
  return from.flatMap((source) => to.flatMap((target) => texts.map((text) => ({ from: source, to: target, ...text }))));
}

export function flowKey({ from, to, protocol, ports }: Flow): string {
  return [from, to, protocol, ports].join(" ");
}

/** Without repeats, in a fixed order. */
export function distinct(flows: readonly Flow[]): Flow[] {
  const byKey = new Map(flows.map((flow) => [flowKey(flow), flow]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, flow]) => flow);
}
