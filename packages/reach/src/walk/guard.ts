import { compile, type Entry } from "../acl.ts";
import { blocksOfSubnet } from "../places.ts";
import { ALL_SERVICES, intersect, isEmpty, NO_SERVICES, type Services, subtract, unite } from "../services.ts";
import { within } from "../spans.ts";
import type { Flight } from "./flight.ts";
import type { Subnet } from "./words.ts";

/** Whether one end is in the subnet itself, where neither table nor list is asked (R9). */
export function isInside(flight: Flight, subnet: Subnet, end: "source" | "target"): boolean {
  const blocks = blocksOfSubnet(subnet);
  flight.cutAt(blocks, end);
  const span = end === "source" ? flight.source : flight.target;
  return blocks.some((block) => within(span, block));
}

/** A subnet's network ACL: by destination on the way out, by source on the way in (R27–R31). Replies are asked about too (R28). */
export function passList(flight: Flight, subnet: Subnet, direction: "ingress" | "egress"): void {
  if (flight.blocked) return;
  const acl = flight.view.part("network_acls").get(subnet.network_acl);
  if (!acl) {
    flight.assume(
      `the network ACL \`${subnet.network_acl}\` of \`${subnet.id}\` lets it pass: it is not in the estate`,
    );
    return;
  }
  const end = direction === "egress" ? "target" : "source";
  const { all, bounds } = compile(acl)[direction];
  if (!flight.isSingle(end)) {
    const blocks = all.map(({ block }) => block);
    flight.cutAt(blocks, end);
  }
  const span = end === "source" ? flight.source : flight.target;
  const packets = flight.services;
  let rest = ALL_SERVICES;
  let allowed: Services = NO_SERVICES;
  let deciding: number | null = null;
  for (const i of bounds.holding(span)) {
    const { services, allow, number } = all[i] as Entry;
    if (deciding === null && !isEmpty(intersect(services, packets))) deciding = number;
    if (allow) allowed = unite(allowed, intersect(rest, services));
    rest = subtract(rest, services);
  }
  const which = deciding === null ? `no ${direction} entry allows it` : `${direction} entry ${deciding}`;
  const rule = flight.reply ? `${which}, for replies to client ports` : which;
  flight.pass({ at: "network ACL", resource: acl.id, rule, code: "SUBNET_ACL_RESTRICTION" }, allowed);
}
