import { type Estate, isKnown, list, type PartName, ROUTE_TARGET_PARTS } from "@trias/estate";

/** What goes with a part that routes lead to. */
const TOGETHER: Readonly<Partial<Record<PartName, readonly PartName[]>>> = {
  core_networks: ["attachments"],
  transit_gateways: ["transit_gateway_attachments", "transit_gateway_route_tables"],
  vpn_gateways: ["vpn_connections"],
  load_balancers: ["target_groups"],
};

/** How often the known parts point to each part, known or not. */
export function referencesTo(estate: Estate): ReadonlyMap<PartName, number> {
  const counts = new Map<PartName, number>();
  const count = (part: PartName, by = 1): void => {
    counts.set(part, (counts.get(part) ?? 0) + by);
    for (const other of TOGETHER[part] ?? []) counts.set(other, (counts.get(other) ?? 0) + by);
  };
  if (isKnown(estate, "route_tables")) {
    for (const { routes } of list(estate, "route_tables")) {
      for (const { target, destination } of routes) {
        const part = ROUTE_TARGET_PARTS[target.type];
        if (part !== null) count(part);
        if (destination.startsWith("pl-")) count("prefix_lists");
      }
    }
  }
  if (isKnown(estate, "vpcs")) {
    const { length } = list(estate, "vpcs");
    for (const part of ["subnets", "route_tables", "network_acls", "security_groups", "interfaces"] as const)
      count(part, length);
  }
  if (isKnown(estate, "subnets")) count("vpcs", list(estate, "subnets").length);
  if (isKnown(estate, "interfaces")) {
    for (const { type, instance, description } of list(estate, "interfaces")) {
      if (instance !== null) count("instances");
      if (/load_balancer/.test(type ?? "") || description.startsWith("ELB ")) count("load_balancers");
      if (type === "vpc_endpoint") count("endpoints");
      if (type === "nat_gateway") count("nat_gateways");
      if (type === "transit_gateway") count("transit_gateways");
    }
  }
  if (isKnown(estate, "security_groups")) {
    for (const { ingress, egress } of list(estate, "security_groups")) {
      count("prefix_lists", [...ingress, ...egress].filter((rule) => rule.prefix_lists.length > 0).length);
    }
  }
  return counts;
}
