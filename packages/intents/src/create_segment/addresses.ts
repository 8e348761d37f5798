import { contains, type IpamPool, overlaps, tryParseCidr } from "@trias/estate";
import { appended, strayKey } from "../comparing.ts";
import type { NewSegment } from "./scope.ts";

/** Allocations out of pools of the segment's own environment, for what is new, that overlap nothing. */
export function addressesChange(segment: NewSegment, before: IpamPool | null, after: IpamPool | null): string | null {
  if (before === null || after === null) return "address pools are neither made nor deleted";
  const stray = strayKey(before, after, ["allocations"]);
  if (stray !== null) return `\`${stray}\` of the address pool \`${after.id}\` changes`;
  if (after.tags["environment"] !== segment.environment) {
    return `the address pool \`${after.id}\` is not one of ${segment.environment}`;
  }
  const added = appended(before.allocations, after.allocations);
  if (added === null) return `an allocation of the address pool \`${after.id}\` is changed or taken away`;
  for (const one of added) {
    if (one.resource !== `segment:${segment.name}` && !one.resource.startsWith("planned:")) {
      return `\`${one.cidr}\` is allocated to \`${one.resource}\``;
    }
    const range = tryParseCidr(one.cidr);
    const pool = tryParseCidr(after.cidr);
    if (range === null || pool === null || !contains(pool, range)) {
      return `\`${one.cidr}\` lies outside the pool \`${after.id}\``;
    }
    const taken = after.allocations.some((other) => {
      const used = tryParseCidr(other.cidr);
      return other !== one && (used === null || overlaps(used, range));
    });
    if (taken) return `\`${one.cidr}\` is allocated already`;
  }
  return null;
}
