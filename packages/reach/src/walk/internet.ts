import { parseCidr } from "@trias/estate";
import { localBlocks } from "../route-table.ts";
import { ALL_SERVICES } from "../services.ts";
import { isPrivateSpan, type Span } from "../spans.ts";
import type { Flight } from "./flight.ts";
import { natAt } from "./nat-address.ts";
import { interfaceAt } from "./recipient.ts";
import { sameSpan } from "./session.ts";
import type { Step } from "./step.ts";
import type { TargetStep } from "./target-step.ts";
import type { Subnet, Vpc } from "./words.ts";

/** Stands for the public address of something whose address the estate does not list. */
const SOME_PUBLIC: Span = parseCidr("192.0.2.1");

/** Out by an internet gateway, which puts the public address for the private one (R32), or by an egress-only one (R34). */
export function outboundGateway(flight: Flight, { target, vpc, subnet, table, rule }: TargetStep): Step | null {
  const egressOnly = target.type === "egress-only-internet-gateway";
  const part = egressOnly ? "egress_only_gateways" : "internet_gateways";
  const gateway = flight.view.part(part).get(target.id);
  const at = egressOnly ? "egress-only internet gateway" : "internet gateway";
  if (!gateway && flight.view.unknown(part)) flight.assume(`\`${target.id}\` is there: ${part} are unknown`);
  else if (gateway?.vpc !== vpc.id) {
    const why = gateway ? `, which is not attached to \`${vpc.id}\`` : ", which does not exist";
    flight.block({ at: "route table", resource: table, rule: `${rule}${why}`, code: "BAD_STATE_ROUTE" });
    return null;
  }
  flight.place(at, target.id);
  if (egressOnly && flight.target.family === 4) {
    flight.block({ at, resource: target.id, rule: "it carries IPv6 only" });
    return null;
  }
  if (egressOnly && flight.reply) {
    flight.block({ at, resource: target.id, rule: "a reply can't leave by it: the request did not come by it" });
    return null;
  }
  const fromNat = natAt(flight, vpc) !== null;
  if (isShut(vpc, subnet, fromNat || egressOnly ? "outbound" : "direct")) {
    flight.block({
      at,
      resource: target.id,
      rule: "Block Public Access is on",
      code: "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    });
    return null;
  }
  if (flight.reply && redirectedPast(flight, target.id, vpc)) {
    const why = "what comes in for its subnet is led elsewhere by the gateway's own table, the reply is not";
    flight.block({ at, resource: target.id, rule: why, code: "INGRESS_RTB_TRAFFIC_REDIRECTION" });
    return null;
  }
  if (flight.source.family === 6) {
    if (!flight.reply)
      remember(flight, egressOnly ? "outbound" : "public", target.id, { source: flight.source, target: flight.target });
    return { kind: "internet" };
  }
  return withPublicSource(flight, target.id, vpc) ? { kind: "internet" } : null;
}

/** Puts the public address of the sender for its private one; false where it has none. */
function withPublicSource(flight: Flight, gateway: string, vpc: Vpc): boolean {
  const hop = { at: "internet gateway", resource: gateway };
  const own = publicSource(flight, vpc);
  if (own === null) {
    flight.block({
      ...hop,
      rule: `\`${flight.origin.at}\` has no public address`,
      code: "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    });
    return false;
  }
  if (!flight.reply) remember(flight, "public", gateway, { source: own, target: flight.target });
  flight.source = own;
  flight.identityLost = "it comes from a public address";
  return true;
}

function publicSource(flight: Flight, vpc: Vpc): Span | null {
  const { view, source, origin } = flight;
  const nat = natAt(flight, vpc);
  if (nat) return nat.public_ip === null ? null : parseCidr(nat.public_ip, { hostBits: "clear" });
  const found = interfaceAt(view, vpc.id, source);
  if (found) {
    if (sameSpan(parseCidr(found.private_ip), source))
      return found.public_ip === null ? null : parseCidr(found.public_ip);
    const own = found.secondary?.find(({ private_ip }) => sameSpan(parseCidr(private_ip), source));
    return own && own.public_ip !== null ? parseCidr(own.public_ip) : null;
  }
  // A gateway has addresses for those of its own VPC alone.
  if (!localBlocks(vpc).some((block) => flight.holds(block, "source"))) return null;
  if (origin.endpoint && !origin.endpoint.publicIp) return null;
  // A reply goes back to whom it came from by the address that it was sent to.
  const asked = flight.sessions.findLast(({ kind, is }) => kind === "public" && sameSpan(is.target, source));
  return asked ? asked.was.target : SOME_PUBLIC;
}

function remember(
  flight: Flight,
  kind: "public" | "outbound",
  device: string,
  is: { readonly source: Span; readonly target: Span },
): void {
  const { source, target, possible, certain } = flight;
  flight.sessions.push({ kind, device, was: { source, target, possible, certain }, is });
}

/** Whether Block Public Access stops it: what begins inside and goes out by NAT or an egress-only gateway is let pass by `block-ingress` (R38). */
export function isShut(vpc: Vpc, subnet: Subnet | null, how: "outbound" | "direct"): boolean {
  const mode = subnet?.block_public_access ?? vpc.block_public_access ?? "off";
  return mode === "block-bidirectional" || (mode === "block-ingress" && how === "direct");
}

/** Whether the gateway's own table leads what comes in for the sender to a device that the reply has not passed (R8). */
function redirectedPast(flight: Flight, gateway: string, vpc: Vpc): boolean {
  for (const table of flight.view.part("route_tables").values()) {
    if (table.vpc !== vpc.id || !table.gateways?.includes(gateway)) continue;
    const led = table.routes.find(({ destination, target }) => {
      if (target.type === "local" || destination.startsWith("pl-")) return false;
      return flight.holds(parseCidr(destination, { hostBits: "clear" }), "source");
    });
    if (led && !flight.seen.has(led.target.id)) return true;
  }
  return false;
}

/** On the internet: private addresses are not routed there; an address of the estate leads back into it (R39). */
export function isUnrouted(flight: Flight): boolean {
  flight.pass({ at: "internet", resource: "internet" }, ALL_SERVICES);
  flight.lastPlace = "internet";
  if (!isPrivateSpan(flight.target)) return false;
  const code = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS";
  flight.block({ at: "internet", resource: "internet", rule: "a private address is not routed there", code });
  return true;
}
