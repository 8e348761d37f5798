import type { PartName, ResourceOf } from "./resources.ts";

/** A place in a resource that names another resource. */
export interface Reference {
  /** Where in the resource: `listeners.target_groups`, without indices. */
  readonly path: string;
  readonly part: PartName;
  readonly id: string;
}

type Ids = string | null | undefined | readonly (string | null)[];
type Named = readonly [path: string, part: PartName, ids: Ids];
type References = { readonly [P in PartName]?: (resource: ResourceOf<P>) => readonly Named[] };

/** Which part a route's target belongs to; `local`, blackholes and what is unknown belong to none. */
const TARGET_PARTS: Readonly<
  Partial<Record<ResourceOf<"route_tables">["routes"][number]["target"]["type"], PartName>>
> = {
  "internet-gateway": "internet_gateways",
  "egress-only-internet-gateway": "egress_only_gateways",
  "nat-gateway": "nat_gateways",
  "core-network": "core_networks",
  "transit-gateway": "transit_gateways",
  "virtual-private-gateway": "vpn_gateways",
  peering: "peerings",
  interface: "interfaces",
};

/** By the form of the id where one field names several kinds of gateways. */
const GATEWAY_PARTS: readonly (readonly [string, PartName])[] = [
  ["igw-", "internet_gateways"],
  ["vgw-", "vpn_gateways"],
  ["tgw-", "transit_gateways"],
  ["core-network-", "core_networks"],
];

function gatewayPart(id: string | null): readonly Named[] {
  const part = GATEWAY_PARTS.find(([prefix]) => id?.startsWith(prefix))?.[1];
  return part === undefined ? [] : [["gateway", part, id]];
}

/** What is attached to a Transit Gateway, by type; what is behind a Connect attachment or a peering has no part. */
const ATTACHED_PARTS: Readonly<Record<string, PartName>> = {
  vpc: "vpcs",
  vpn: "vpn_connections",
  "direct-connect-gateway": "direct_connect_gateways",
};

function attached(type: string, resource: string): readonly Named[] {
  const part = ATTACHED_PARTS[type];
  return part === undefined ? [] : [["resource", part, resource]];
}

const REFERENCES: References = {
  attachments: (one) => [
    ["core_network", "core_networks", one.core_network],
    ["subnets", "subnets", one.subnets],
    // One of another kind says by itself what it brings.
    ...(one.type === "vpc" ? attached(one.type, one.resource) : []),
  ],
  subnets: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["route_table", "route_tables", one.route_table],
    ["network_acl", "network_acls", one.network_acl],
  ],
  route_tables: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["propagating", "vpn_gateways", one.propagating],
    ...(one.gateways ?? []).flatMap((id) => gatewayPart(id).map(([, part]): Named => ["gateways", part, id])),
    ...one.routes.flatMap(({ destination, target, state }): Named[] => [
      ...(destination.startsWith("pl-") ? [["routes.destination", "prefix_lists", destination] as const] : []),
      // What a blackhole once led to may well be gone.
      ...(state === "blackhole" ? [] : targetOf(target)),
    ]),
  ],
  internet_gateways: (one) => [["vpc", "vpcs", one.vpc]],
  egress_only_gateways: (one) => [["vpc", "vpcs", one.vpc]],
  nat_gateways: (one) =>
    one.state === "deleted" || one.state === "failed"
      ? []
      : [
          one.regional ? ["regional.vpc", "vpcs", one.regional.vpc] : ["subnet", "subnets", one.subnet],
          ["regional.route_table", "route_tables", one.regional?.route_table],
          ["interface", "interfaces", one.interface],
        ],
  network_acls: (one) => [["vpc", "vpcs", one.vpc]],
  security_groups: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["associated_vpcs", "vpcs", one.associated_vpcs],
    ...[...one.ingress, ...one.egress].flatMap((rule): Named[] => [
      ["groups", "security_groups", rule.groups],
      ["prefix_lists", "prefix_lists", rule.prefix_lists],
    ]),
  ],
  interfaces: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnet", "subnets", one.subnet],
    ["groups", "security_groups", one.groups],
    ["instance", "instances", one.instance],
  ],
  instances: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnet", "subnets", one.subnet],
    ["interfaces", "interfaces", one.interfaces],
    ["scaling_group", "scaling_groups", one.scaling_group],
    ["role", "roles", one.role],
  ],
  scaling_groups: (one) => [["subnets", "subnets", one.subnets]],
  load_balancers: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnets", "subnets", one.subnets],
    ["groups", "security_groups", one.groups],
    ...one.listeners.map(({ target_groups }): Named => ["listeners.target_groups", "target_groups", target_groups]),
    ...(one.nodes ?? []).flatMap((node): Named[] => [
      ["nodes.subnet", "subnets", node.subnet],
      ["nodes.interface", "interfaces", node.interface],
    ]),
  ],
  target_groups: (one) => [
    ["vpc", "vpcs", one.vpc],
    ...(one.target_type === "instance" ? [["targets", "instances", one.targets.map(({ id }) => id)] as const] : []),
    ...(one.target_type === "alb" ? [["targets", "load_balancers", one.targets.map(({ id }) => id)] as const] : []),
  ],
  databases: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnets", "subnets", one.subnets],
    ["groups", "security_groups", one.groups],
  ],
  firewalls: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnets", "subnets", one.subnets],
    ["rule_groups", "firewall_rule_groups", one.rule_groups],
    ["endpoints.subnet", "subnets", one.endpoints?.map(({ subnet }) => subnet)],
  ],
  firewall_rule_groups: (one) => [["references", "prefix_lists", Object.values(one.references)]],
  transit_gateway_attachments: (one) => [
    ["transit_gateway", "transit_gateways", one.transit_gateway],
    ["route_table", "transit_gateway_route_tables", one.route_table],
    ["subnets", "subnets", one.subnets],
    ...attached(one.type, one.resource),
  ],
  transit_gateway_route_tables: (one) => [
    ["transit_gateway", "transit_gateways", one.transit_gateway],
    ["propagations", "transit_gateway_attachments", one.propagations],
    ...one.routes.flatMap(({ destination, attachments, state }): Named[] => [
      ...(destination.startsWith("pl-") ? [["routes.destination", "prefix_lists", destination] as const] : []),
      ["routes.attachments", "transit_gateway_attachments", state === "blackhole" ? [] : attachments],
    ]),
  ],
  vpn_gateways: (one) => [["vpc", "vpcs", one.vpc]],
  vpn_connections: (one) => (one.state === "deleted" ? [] : gatewayPart(one.gateway)),
  direct_connect_gateways: (one) => one.associations.flatMap(({ gateway }) => gatewayPart(gateway)),
  peerings: (one) => [
    ["requester_vpc", "vpcs", one.requester_vpc],
    ["accepter_vpc", "vpcs", one.accepter_vpc],
  ],
  endpoints: (one) => [
    ["vpc", "vpcs", one.vpc],
    ["subnets", "subnets", one.subnets],
    ["groups", "security_groups", one.groups],
    ["interfaces", "interfaces", one.interfaces],
    ["route_tables", "route_tables", one.route_tables],
  ],
};

function targetOf(target: ResourceOf<"route_tables">["routes"][number]["target"]): readonly Named[] {
  // The endpoint of a firewall or a Gateway Load Balancer may belong to somebody else and is not always listed.
  const part = TARGET_PARTS[target.type];
  return part === undefined ? [] : [["routes.target", part, target.id]];
}

/** Everything that a resource of a part names, by the part where it should be. */
export function referencesOf<P extends PartName>(part: P, resource: ResourceOf<P>): readonly Reference[] {
  const named = REFERENCES[part]?.(resource) ?? [];
  return named.flatMap(([path, wanted, ids]) => {
    const list = typeof ids === "string" ? [ids] : (ids ?? []);
    return list.flatMap((id) => (id === null ? [] : [{ path, part: wanted, id }]));
  });
}
