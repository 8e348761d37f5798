import { type Cidr, type Estate, isKnown, list, overlaps, parseCidr } from "@trias/estate";
import type { Overlap } from "./report.ts";

const MOST = 1000;

/** Blocks of VPCs that overlap although something connects the VPCs. Parts that are not known connect nothing here. */
export function overlapsOf(estate: Estate): Overlap[] {
  if (!isKnown(estate, "vpcs")) return [];
  const blocks = new Map(
    list(estate, "vpcs").map((vpc) => [
      vpc.id,
      [...vpc.cidrs, ...vpc.ipv6_cidrs].map((text) => ({ vpc: vpc.id, cidr: parseCidr(text, { hostBits: "clear" }) })),
    ]),
  );
  const found = new Map<string, Overlap>();
  for (const [through, vpcs] of connections(estate)) {
    const all = [...new Set(vpcs)].flatMap((id) => blocks.get(id) ?? []);
    for (const overlap of within(all, through)) {
      const key = [overlap.a.vpc, overlap.a.cidr, overlap.b.vpc, overlap.b.cidr].join(" ");
      if (found.size < MOST && !found.has(key)) found.set(key, overlap);
    }
  }
  return [...found.values()];
}

function* connections(estate: Estate): Iterable<readonly [string, readonly string[]]> {
  const alive = (state: string) => !/delet|reject|fail|expired/i.test(state);
  if (isKnown(estate, "transit_gateway_attachments")) {
    const vpcs = list(estate, "transit_gateway_attachments").filter((one) => one.type === "vpc" && alive(one.state));
    for (const [through, group] of Map.groupBy(vpcs, (one) => one.transit_gateway)) {
      yield [through, group.map(({ resource }) => resource)];
    }
  }
  if (isKnown(estate, "attachments")) {
    const vpcs = list(estate, "attachments").filter((one) => one.type === "vpc" && alive(one.state));
    for (const [through, group] of Map.groupBy(vpcs, (one) => one.core_network)) {
      yield [through, group.map(({ resource }) => resource)];
    }
  }
  if (isKnown(estate, "peerings")) {
    for (const one of list(estate, "peerings").filter(({ state }) => alive(state))) {
      yield [one.id, [one.requester_vpc, one.accepter_vpc]];
    }
  }
}

interface Block {
  readonly vpc: string;
  readonly cidr: Cidr;
}

/** Sorted by their first address, a block overlaps those that begin before it ends. */
function* within(blocks: readonly Block[], through: string): Iterable<Overlap> {
  const sorted = blocks.toSorted((a, b) => a.cidr.family - b.cidr.family || (a.cidr.first < b.cidr.first ? -1 : 1));
  let open: Block[] = [];
  let count = 0;
  for (const block of sorted) {
    open = open.filter((one) => overlaps(one.cidr, block.cidr) || one.cidr.last >= block.cidr.first);
    for (const one of open) {
      if (one.vpc === block.vpc || !overlaps(one.cidr, block.cidr)) continue;
      if (++count > MOST) return;
      yield { a: { vpc: one.vpc, cidr: one.cidr.text }, b: { vpc: block.vpc, cidr: block.cidr.text }, through };
    }
    open.push(block);
  }
}
