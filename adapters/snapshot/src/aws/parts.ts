import type { PartName } from "@trias/estate";
import * as cloudWan from "./build/cloud-wan.ts";
import * as compute from "./build/compute.ts";
import type { BuildContext, Draft } from "./build/context.ts";
import * as filters from "./build/filters.ts";
import * as firewall from "./build/firewall.ts";
import * as gateways from "./build/gateways.ts";
import * as balancing from "./build/load-balancing.ts";
import { buildRouteTables } from "./build/route-tables.ts";
import * as transit from "./build/transit.ts";
import * as vpc from "./build/vpc.ts";
import * as vpn from "./build/vpn.ts";
import type { Call } from "./call.ts";
import { CORE_ATTACHMENTS, CORE_NETWORK_POLICY, CORE_NETWORKS, CORE_VPC_ATTACHMENT } from "./calls/cloud-wan.ts";
import { DATABASES, INSTANCES, NETWORK_INTERFACES } from "./calls/compute.ts";
import {
  MANAGED_PREFIX_LISTS,
  NETWORK_ACLS,
  PREFIX_LIST_ENTRIES,
  PREFIX_LISTS,
  SECURITY_GROUPS,
} from "./calls/filters.ts";
import { FIREWALL, FIREWALL_POLICY, FIREWALL_RULE_GROUP, FIREWALLS } from "./calls/firewall.ts";
import { EGRESS_ONLY_GATEWAYS, ENDPOINTS, INTERNET_GATEWAYS, NAT_GATEWAYS, PEERINGS } from "./calls/gateways.ts";
import { LISTENERS, LOAD_BALANCERS, TARGET_GROUPS, TARGET_HEALTH } from "./calls/load-balancing.ts";
import {
  TRANSIT_ATTACHMENTS,
  TRANSIT_GATEWAYS,
  TRANSIT_PROPAGATIONS,
  TRANSIT_ROUTE_TABLES,
  TRANSIT_ROUTES,
  TRANSIT_VPC_ATTACHMENTS,
} from "./calls/transit.ts";
import { ROUTE_TABLES, SUBNETS, VPCS } from "./calls/vpc.ts";
import { DIRECT_CONNECT_ASSOCIATIONS, DIRECT_CONNECT_GATEWAYS, VPN_CONNECTIONS, VPN_GATEWAYS } from "./calls/vpn.ts";

export interface PartSource<P extends PartName = PartName> {
  readonly part: P;
  /** Calls that have to be answered everywhere; of those in one group, one is enough. The first lists the part's things. */
  readonly needs: readonly (readonly Call[])[];
  /** Calls whose doubtful content makes the part doubtful too. */
  readonly uses: readonly Call[];
  build(context: BuildContext): readonly Draft<P>[];
}

function source<P extends PartName>(
  part: P,
  needs: readonly (Call | readonly Call[])[],
  build: (context: BuildContext) => readonly Draft<P>[],
  uses: readonly Call[] = [],
): PartSource<P> {
  return { part, needs: needs.map((one) => (isList(one) ? one : [one])), uses, build };
}

function isList(one: Call | readonly Call[]): one is readonly Call[] {
  return Array.isArray(one);
}

/** Which calls a part is made of (section 5). Parts that are not here come with no snapshot. */
export const AWS_PARTS: readonly PartSource[] = [
  source("core_networks", [[CORE_NETWORKS, CORE_NETWORK_POLICY]], cloudWan.buildCoreNetworks, [CORE_NETWORK_POLICY]),
  source("attachments", [CORE_ATTACHMENTS], cloudWan.buildAttachments, [CORE_VPC_ATTACHMENT]),
  source("vpcs", [VPCS], vpc.buildVpcs),
  source("subnets", [SUBNETS], vpc.buildSubnets, [ROUTE_TABLES, NETWORK_ACLS]),
  source("route_tables", [ROUTE_TABLES], buildRouteTables),
  source("internet_gateways", [INTERNET_GATEWAYS], gateways.buildInternetGateways),
  source("egress_only_gateways", [EGRESS_ONLY_GATEWAYS], gateways.buildEgressOnlyGateways),
  source("nat_gateways", [NAT_GATEWAYS], gateways.buildNatGateways),
  source("network_acls", [NETWORK_ACLS], filters.buildNetworkAcls),
  source("security_groups", [SECURITY_GROUPS], filters.buildSecurityGroups),
  source("interfaces", [NETWORK_INTERFACES], compute.buildInterfaces),
  source("instances", [INSTANCES], compute.buildInstances),
  source("load_balancers", [LOAD_BALANCERS, LISTENERS], balancing.buildLoadBalancers),
  source("target_groups", [TARGET_GROUPS, TARGET_HEALTH], balancing.buildTargetGroups),
  source("databases", [DATABASES], compute.buildDatabases),
  source("firewalls", [[FIREWALLS, FIREWALL]], firewall.buildFirewalls, [FIREWALL, FIREWALL_POLICY]),
  source("firewall_rule_groups", [[FIREWALLS, FIREWALL]], firewall.buildFirewallRuleGroups, [FIREWALL_RULE_GROUP]),
  source("prefix_lists", [[MANAGED_PREFIX_LISTS, PREFIX_LISTS]], filters.buildPrefixLists, [PREFIX_LIST_ENTRIES]),
  source("transit_gateways", [TRANSIT_GATEWAYS], transit.buildTransitGateways),
  source("transit_gateway_attachments", [TRANSIT_ATTACHMENTS], transit.buildTransitAttachments, [
    TRANSIT_VPC_ATTACHMENTS,
  ]),
  source(
    "transit_gateway_route_tables",
    [TRANSIT_ROUTE_TABLES, TRANSIT_PROPAGATIONS, TRANSIT_ROUTES],
    transit.buildTransitRouteTables,
  ),
  source("vpn_gateways", [VPN_GATEWAYS], vpn.buildVpnGateways),
  source("vpn_connections", [VPN_CONNECTIONS], vpn.buildVpnConnections),
  source(
    "direct_connect_gateways",
    [DIRECT_CONNECT_GATEWAYS, DIRECT_CONNECT_ASSOCIATIONS],
    vpn.buildDirectConnectGateways,
  ),
  source("peerings", [PEERINGS], gateways.buildPeerings),
  source("endpoints", [ENDPOINTS], gateways.buildEndpoints),
];
