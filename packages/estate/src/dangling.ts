import type { Estate } from "./estate.ts";
import { isKnown, knownPart, list } from "./parts.ts";
import type { PartName } from "./resources.ts";

/** A reference to something that the estate should hold and does not. */
export interface Dangling {
  readonly part: PartName;
  readonly id: string;
  readonly path: string;
  readonly wanted: { readonly part: PartName; readonly id: string };
}

/** Field by field, which part it points to. */
const REFERENCES: readonly (readonly [PartName, string, PartName])[] = [
  ["attachments", "core_network", "core_networks"],
  ["subnets", "vpc", "vpcs"],
  ["subnets", "route_table", "route_tables"],
  ["subnets", "network_acl", "network_acls"],
  ["route_tables", "vpc", "vpcs"],
  ["internet_gateways", "vpc", "vpcs"],
  ["nat_gateways", "subnet", "subnets"],
  ["network_acls", "vpc", "vpcs"],
  ["security_groups", "vpc", "vpcs"],
  ["interfaces", "vpc", "vpcs"],
  ["interfaces", "subnet", "subnets"],
  ["interfaces", "groups", "security_groups"],
  ["interfaces", "instance", "instances"],
  ["instances", "vpc", "vpcs"],
  ["instances", "subnet", "subnets"],
  ["instances", "interfaces", "interfaces"],
  ["instances", "scaling_group", "scaling_groups"],
  ["instances", "role", "roles"],
  ["scaling_groups", "subnets", "subnets"],
  ["load_balancers", "vpc", "vpcs"],
  ["load_balancers", "subnets", "subnets"],
  ["load_balancers", "groups", "security_groups"],
  ["databases", "vpc", "vpcs"],
  ["databases", "subnets", "subnets"],
  ["databases", "groups", "security_groups"],
  ["firewalls", "vpc", "vpcs"],
  ["firewalls", "subnets", "subnets"],
  ["firewalls", "rule_groups", "firewall_rule_groups"],
  ["peerings", "requester_vpc", "vpcs"],
  ["peerings", "accepter_vpc", "vpcs"],
  ["endpoints", "vpc", "vpcs"],
  ["endpoints", "subnets", "subnets"],
  ["endpoints", "groups", "security_groups"],
];

/** Every reference that leads nowhere, as findings: an estate read while it changes may well have some. */
export function dangling(estate: Estate): readonly Dangling[] {
  const found: Dangling[] = [];
  const check = (part: PartName, id: string, path: string, wanted: PartName, target: string): void => {
    if (isKnown(estate, wanted) && !knownPart(estate, wanted).has(target)) {
      found.push({ part, id, path, wanted: { part: wanted, id: target } });
    }
  };
  for (const [part, field, wanted] of REFERENCES) {
    if (!isKnown(estate, part)) continue;
    for (const resource of list(estate, part)) {
      for (const target of textsOf(resource, field)) check(part, resource.id, field, wanted, target);
    }
  }
  if (isKnown(estate, "attachments")) {
    for (const { id, type, resource } of list(estate, "attachments")) {
      if (type === "vpc") check("attachments", id, "resource", "vpcs", resource);
    }
  }
  if (isKnown(estate, "security_groups")) {
    for (const { id, ingress, egress } of list(estate, "security_groups")) {
      for (const rule of [...ingress, ...egress]) {
        for (const group of rule.groups) check("security_groups", id, "groups", "security_groups", group);
        for (const prefixes of rule.prefix_lists)
          check("security_groups", id, "prefix_lists", "prefix_lists", prefixes);
      }
    }
  }
  return found;
}

function textsOf(resource: object, field: string): readonly string[] {
  const value: unknown = Object.getOwnPropertyDescriptor(resource, field)?.value;
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
