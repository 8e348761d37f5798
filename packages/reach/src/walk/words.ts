import type { ResourceOf } from "@trias/estate";

export type { Route } from "../route-table.ts";
export type Vpc = ResourceOf<"vpcs">;
export type Subnet = ResourceOf<"subnets">;
export type NatGateway = ResourceOf<"nat_gateways">;
export type TransitAttachment = ResourceOf<"transit_gateway_attachments">;
export type TransitTable = ResourceOf<"transit_gateway_route_tables">;
export type Interface = ResourceOf<"interfaces">;
export type Balancer = ResourceOf<"load_balancers">;
export type TargetGroup = ResourceOf<"target_groups">;
export type GatewayEndpoint = ResourceOf<"endpoints">;
