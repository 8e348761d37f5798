import type { z } from "zod";
import { databaseSchema, instanceSchema, interfaceSchema, scalingGroupSchema } from "./resources/compute.ts";
import { attachmentSchema, coreNetworkSchema, regionSchema } from "./resources/core-network.ts";
import { type groupRuleSchema, networkAclSchema, prefixListSchema, securityGroupSchema } from "./resources/filters.ts";
import { firewallRuleGroupSchema, firewallSchema } from "./resources/firewalls.ts";
import {
  egressOnlyGatewaySchema,
  endpointSchema,
  internetGatewaySchema,
  natGatewaySchema,
  peeringSchema,
} from "./resources/gateways.ts";
import {
  bucketSchema,
  flowLogSchema,
  ipamPoolSchema,
  roleResourceSchema,
  watcherSchema,
} from "./resources/governance.ts";
import { loadBalancerSchema, targetGroupSchema } from "./resources/load-balancing.ts";
import {
  directConnectGatewaySchema,
  transitGatewayAttachmentSchema,
  transitGatewayRouteTableSchema,
  transitGatewaySchema,
  vpnConnectionSchema,
  vpnGatewaySchema,
} from "./resources/transit.ts";
import { routeTableSchema, subnetSchema, vpcSchema } from "./resources/vpc.ts";

/** Every part of the estate and what it lists; the key is the part's name on the wire. */
export const PART_SCHEMAS = {
  regions: regionSchema,
  core_networks: coreNetworkSchema,
  attachments: attachmentSchema,
  vpcs: vpcSchema,
  subnets: subnetSchema,
  route_tables: routeTableSchema,
  internet_gateways: internetGatewaySchema,
  egress_only_gateways: egressOnlyGatewaySchema,
  nat_gateways: natGatewaySchema,
  network_acls: networkAclSchema,
  security_groups: securityGroupSchema,
  interfaces: interfaceSchema,
  instances: instanceSchema,
  scaling_groups: scalingGroupSchema,
  load_balancers: loadBalancerSchema,
  target_groups: targetGroupSchema,
  databases: databaseSchema,
  firewalls: firewallSchema,
  firewall_rule_groups: firewallRuleGroupSchema,
  prefix_lists: prefixListSchema,
  ipam_pools: ipamPoolSchema,
  flow_logs: flowLogSchema,
  watchers: watcherSchema,
  buckets: bucketSchema,
  roles: roleResourceSchema,
  transit_gateways: transitGatewaySchema,
  transit_gateway_attachments: transitGatewayAttachmentSchema,
  transit_gateway_route_tables: transitGatewayRouteTableSchema,
  vpn_gateways: vpnGatewaySchema,
  vpn_connections: vpnConnectionSchema,
  direct_connect_gateways: directConnectGatewaySchema,
  peerings: peeringSchema,
  endpoints: endpointSchema,
} as const;

export type PartName = keyof typeof PART_SCHEMAS;
export type ResourceOf<P extends PartName> = z.infer<(typeof PART_SCHEMAS)[P]>;
export type Resource = { [P in PartName]: ResourceOf<P> }[PartName];
export const PART_NAMES = Object.keys(PART_SCHEMAS) as PartName[];

export type CoreNetwork = ResourceOf<"core_networks">;
export type Attachment = ResourceOf<"attachments">;
export type Vpc = ResourceOf<"vpcs">;
export type Subnet = ResourceOf<"subnets">;
export type RouteTable = ResourceOf<"route_tables">;
export type NetworkAcl = ResourceOf<"network_acls">;
export type SecurityGroup = ResourceOf<"security_groups">;
export type GroupRule = z.infer<typeof groupRuleSchema>;
export type NetworkInterface = ResourceOf<"interfaces">;
export type Instance = ResourceOf<"instances">;
export type ScalingGroup = ResourceOf<"scaling_groups">;
export type LoadBalancer = ResourceOf<"load_balancers">;
export type Database = ResourceOf<"databases">;
export type PrefixList = ResourceOf<"prefix_lists">;
export type IpamPool = ResourceOf<"ipam_pools">;
