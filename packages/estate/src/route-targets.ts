import type { PartName, ResourceOf } from "./resources.ts";

/** What a route can lead to. */
export type RouteTarget = ResourceOf<"route_tables">["routes"][number]["target"]["type"];

/** Which part lists the thing that a route of each type leads to; null where it is no thing of its own. */
export const ROUTE_TARGET_PARTS: { readonly [T in RouteTarget]: PartName | null } = {
  local: null,
  blackhole: null,
  unknown: null,
  "internet-gateway": "internet_gateways",
  "egress-only-internet-gateway": "egress_only_gateways",
  "nat-gateway": "nat_gateways",
  "core-network": "core_networks",
  "transit-gateway": "transit_gateways",
  "virtual-private-gateway": "vpn_gateways",
  "vpc-endpoint": "endpoints",
  peering: "peerings",
  interface: "interfaces",
};
