import { contains, type Estate, type IpamPool, list, overlaps, parseCidr, tryParseCidr } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { appended, strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { type WantedBlock, wantedBlock } from "./block.ts";

export function allocateAddressesScope(intent: Intent, before: Estate): Scope {
  const wanted = wantedBlock(intent, before);
  if (wanted === null) {
    return permitsNothing(
      "nothing, until size and place are known",
      "the request does not say how many addresses, and where",
    );
  }
  const { prefix, region, environment } = wanted;
  return {
    summary: `one /${prefix} of ${environment} in ${region} for \`${wanted.purpose}\``,
    change: (change) =>
      change.part === "ipam_pools"
        ? allocation(wanted, before, change.before, change.after)
        : `\`${change.id}\` of \`${change.part}\` is no address pool`,
    opened: ({ from, to }) => `an allocation opens nothing, and \`${from}\` would reach \`${to}\``,
    closed: ({ from, to }) => `an allocation closes nothing, and \`${from}\` would no longer reach \`${to}\``,
  };
}

function allocation(
  wanted: WantedBlock,
  estate: Estate,
  before: IpamPool | null,
  after: IpamPool | null,
): string | null {
  if (before === null || after === null) return "address pools are neither made nor deleted";
  const stray = strayKey(before, after, ["allocations"]);
  if (stray !== null) return `\`${stray}\` of the pool \`${after.id}\` changes`;
  if (after.region !== wanted.region || after.tags["environment"] !== wanted.environment) {
    return `the pool \`${after.id}\` is not one of ${wanted.environment} in ${wanted.region}`;
  }
  const added = appended(before.allocations, after.allocations);
  if (added === null) return `an allocation of the pool \`${after.id}\` is changed or taken away`;
  const [one, ...more] = added;
  if (one === undefined || more.length > 0) return `${added.length} blocks are allocated, and one was asked for`;
  const range = tryParseCidr(one.cidr);
  if (range === null || range.prefix !== wanted.prefix) return `\`${one.cidr}\` is no /${wanted.prefix}`;
  if (one.resource !== wanted.purpose) return `\`${one.cidr}\` is allocated to \`${one.resource}\``;
  const taken = before.allocations.some(({ cidr }) => overlaps(parseCidr(cidr), range));
  const standing = list(estate, "vpcs").some(({ cidrs }) => cidrs.some((cidr) => overlaps(parseCidr(cidr), range)));
  return !taken && !standing && contains(parseCidr(after.cidr), range)
    ? null
    : `\`${one.cidr}\` is not free in \`${after.id}\``;
}
