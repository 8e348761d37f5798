import type { RouteTable, Subnet } from "@trias/estate";
import { isDecided, type Lookup, localBlocks, lookup, type Route, routesOf } from "./route-table.ts";
import { type Span, spansOf, within } from "./spans.ts";
import type { View } from "./view.ts";

/** Where packets from a subnet to a span go first. */
export type Via =
  | { readonly kind: "local" }
  | { readonly kind: "core"; readonly core: string }
  | { readonly kind: "internet"; readonly gateway: string }
  | { readonly kind: "nat"; readonly gateway: string }
  | { readonly kind: "peering"; readonly peering: string; readonly vpc: string }
  /** It can't be said: an unknown table, or a target that isn't modelled. */
  | { readonly kind: "open"; readonly reason: string }
  | { readonly kind: "none"; readonly reason: string };

/** First hop from a subnet; the span has to be cut at `subnetCuts`. */
export function viaOf(view: View, subnet: Subnet, span: Span): Via {
  const vpc = view.part("vpcs").get(subnet.vpc);
  if (!vpc) return { kind: "open", reason: `the VPC \`${subnet.vpc}\` is not in the estate` };
  const table = view.part("route_tables").get(subnet.route_table);
  if (!table) return { kind: "open", reason: `the route table \`${subnet.route_table}\` is not in the estate` };
  const found = lookup(view, vpc, table, span);
  if (found.kind === "route" && isDecided(found)) return targetOf(view, subnet, table, found.route, span);
  return viaOfLookup(found, table);
}

function viaOfLookup(found: Lookup, table: RouteTable): Via {
  switch (found.kind) {
    case "local":
      return { kind: "local" };
    case "none":
      return found.unsure === null
        ? { kind: "none", reason: `\`${table.id}\` has no route` }
        : { kind: "open", reason: found.unsure };
    case "route":
      return {
        kind: "open",
        reason: found.unsure ?? `\`${table.id}\`: what ${found.route.destination} does is not known`,
      };
  }
}

function targetOf(
  view: View,
  subnet: Subnet,
  table: RouteTable,
  { target, destination, state }: Route,
  span: Span,
): Via {
  const at = `\`${table.id}\`: ${destination} to ${target.type} \`${target.id}\``;
  if (state === "blackhole") return { kind: "none", reason: `${at}, a blackhole` };
  switch (target.type) {
    case "local":
      return { kind: "local" };
    case "blackhole":
      return { kind: "none", reason: at };
    case "core-network":
      return { kind: "core", core: target.id };
    case "internet-gateway": {
      const gateway = view.part("internet_gateways").get(target.id);
      if (!gateway) return missing(view, "internet_gateways", at);
      return gateway.vpc === subnet.vpc
        ? { kind: "internet", gateway: gateway.id }
        : { kind: "none", reason: `${at}, which is attached to another VPC or none` };
    }
    case "nat-gateway": {
      const gateway = view.part("nat_gateways").get(target.id);
      if (!gateway) return missing(view, "nat_gateways", at);
      const home = view.part("subnets").get(gateway.subnet);
      if (!home) return { kind: "open", reason: `the subnet of \`${gateway.id}\` is not in the estate` };
      const onward = home.id === subnet.id ? null : viaOf(view, home, span);
      if (onward?.kind === "internet") return { kind: "nat", gateway: gateway.id };
      if (onward?.kind === "open") return onward;
      return { kind: "none", reason: `${at}, whose own subnet has no way to the internet` };
    }
    case "peering": {
      const peering = view.part("peerings").get(target.id);
      if (!peering) return missing(view, "peerings", at);
      const other = peering.requester_vpc === subnet.vpc ? peering.accepter_vpc : peering.requester_vpc;
      const peer = view.part("vpcs").get(other);
      if (peering.state !== "active" || !peer) return { kind: "none", reason: `${at}, which is not active` };
      const inside = spansOf([...peer.cidrs, ...peer.ipv6_cidrs]).some((block) => within(span, block));
      return inside
        ? { kind: "peering", peering: peering.id, vpc: peer.id }
        : { kind: "none", reason: `${at}, beyond which nothing is reached` };
    }
    case "transit-gateway":
    case "virtual-private-gateway":
    case "egress-only-internet-gateway":
    case "unknown":
    case "vpc-endpoint":
    case "interface":
      return { kind: "open", reason: `${at}, which is not modelled` };
  }
}

function missing(view: View, part: "internet_gateways" | "nat_gateways" | "peerings", at: string): Via {
  return view.unknown(part)
    ? { kind: "open", reason: `${at}, and ${part} are unknown` }
    : { kind: "none", reason: `${at}, which does not exist` };
}

/** The spans at which an answer of `viaOf` can change. */
export function routeCuts(view: View, subnet: Subnet): readonly Span[] {
  const vpc = view.part("vpcs").get(subnet.vpc);
  const table = view.part("route_tables").get(subnet.route_table);
  const cuts: Span[] = [...(vpc ? localBlocks(vpc) : []), ...(table ? routesOf(view, table) : [])];
  for (const { target } of table?.routes ?? []) {
    if (target.type === "nat-gateway") {
      const home = view.part("subnets").get(view.part("nat_gateways").get(target.id)?.subnet ?? "");
      const onward = home && view.part("route_tables").get(home.route_table);
      if (onward) cuts.push(...routesOf(view, onward));
    } else if (target.type === "peering") {
      const peering = view.part("peerings").get(target.id);
      for (const id of peering ? [peering.requester_vpc, peering.accepter_vpc] : []) {
        const peer = view.part("vpcs").get(id);
        if (peer) cuts.push(...spansOf([...peer.cidrs, ...peer.ipv6_cidrs]));
      }
    }
  }
  return cuts;
}
