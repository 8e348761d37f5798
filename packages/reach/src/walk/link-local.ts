import { parseCidr } from "@trias/estate";
import { localBlocks } from "../route-table.ts";
import { type Span, within } from "../spans.ts";
import type { Flight } from "./flight.ts";
import type { Step } from "./step.ts";
import type { Vpc } from "./words.ts";

const resolvers = new WeakMap<object, readonly Span[]>();
const LINK_LOCAL = [parseCidr("169.254.0.0/16"), parseCidr("fd00:ec2::/32"), parseCidr("fe80::/10")];
/** Instance metadata, resolver, time, containers' metadata, Windows activation. */
const SERVICES = [
  "169.254.169.254",
  "169.254.169.253",
  "169.254.169.123",
  "169.254.169.249",
  "169.254.169.250",
  "169.254.170.2",
  "169.254.170.23",
  "fd00:ec2::254",
  "fd00:ec2::253",
  "fd00:ec2::123",
  "fd00:ec2::23",
].map((text) => parseCidr(text));

/** The resolver's address: the base of the first block plus two. */
function blockOfResolver(vpc: Vpc | undefined): readonly Span[] {
  const [first] = vpc ? localBlocks(vpc) : [];
  if (first?.family !== 4) return [];
  const known = resolvers.get(first);
  if (known) return known;
  const value = first.first + 2n;
  const made = [{ family: 4 as const, first: value, last: value }];
  resolvers.set(first, made);
  return made;
}

/** Addresses of the host's own services and of the VPC's resolver, which are never forwarded (R11). */
export function isLinkLocal(flight: Flight, vpc: Vpc | undefined): boolean {
  if (!flight.isSingle("target")) return false;
  const { target } = flight;
  return (
    LINK_LOCAL.some((block) => within(target, block)) || blockOfResolver(vpc).some((block) => within(target, block))
  );
}

/** They answer whatever groups and lists say (R25); what else is link-local goes nowhere. */
export function linkLocal(flight: Flight, vpc?: Vpc): Step | null {
  const known = [...SERVICES, ...blockOfResolver(vpc)].some((block) => flight.holds(block, "target"));
  const hop = { at: "service of the host", resource: "link-local" };
  if (!known)
    flight.block({ ...hop, rule: "a link-local address is never forwarded", code: "NO_ROUTE_TO_DESTINATION" });
  else {
    flight.note({ ...hop, rule: "neither groups nor lists are asked" });
    flight.arrive({ kind: "host" });
  }
  return null;
}
