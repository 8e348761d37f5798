import { z } from "zod";
import { call } from "../call.ts";
import { flag, listOf, maybeText, tagList, text } from "../shapes.ts";

const blockState = z.object({ InternetGatewayBlockMode: maybeText }).nullish();
const associated = z.object({ State: maybeText }).nullish();

export const VPCS = call(
  "ec2 describe-vpcs",
  "Vpcs",
  z.object({
    VpcId: text,
    CidrBlock: maybeText,
    OwnerId: maybeText,
    CidrBlockAssociationSet: listOf(z.object({ CidrBlock: text, CidrBlockState: associated })),
    Ipv6CidrBlockAssociationSet: listOf(z.object({ Ipv6CidrBlock: maybeText, Ipv6CidrBlockState: associated })),
    BlockPublicAccessStates: blockState,
    Tags: tagList,
  }),
  { id: (vpc) => vpc.VpcId },
);

export const SUBNETS = call(
  "ec2 describe-subnets",
  "Subnets",
  z.object({
    SubnetId: text,
    VpcId: text,
    OwnerId: maybeText,
    AvailabilityZone: text,
    CidrBlock: maybeText,
    Ipv6CidrBlockAssociationSet: listOf(z.object({ Ipv6CidrBlock: maybeText, Ipv6CidrBlockState: associated })),
    BlockPublicAccessStates: blockState,
    Tags: tagList,
  }),
  { id: (subnet) => subnet.SubnetId },
);

const routeItem = z.object({
  DestinationCidrBlock: maybeText,
  DestinationIpv6CidrBlock: maybeText,
  DestinationPrefixListId: maybeText,
  GatewayId: maybeText,
  NatGatewayId: maybeText,
  NetworkInterfaceId: maybeText,
  InstanceId: maybeText,
  TransitGatewayId: maybeText,
  CoreNetworkArn: maybeText,
  VpcPeeringConnectionId: maybeText,
  EgressOnlyInternetGatewayId: maybeText,
  VpcEndpointId: maybeText,
  LocalGatewayId: maybeText,
  CarrierGatewayId: maybeText,
  OdbNetworkArn: maybeText,
  IpAddress: maybeText,
  State: maybeText,
  Origin: maybeText,
});
export type RouteItem = z.infer<typeof routeItem>;

export const ROUTE_TABLES = call(
  "ec2 describe-route-tables",
  "RouteTables",
  z.object({
    RouteTableId: text,
    VpcId: text,
    OwnerId: maybeText,
    Associations: listOf(
      z.object({ Main: flag, SubnetId: maybeText, GatewayId: maybeText, AssociationState: associated }),
    ),
    Routes: z.array(routeItem),
    PropagatingVgws: listOf(z.object({ GatewayId: text })),
    Tags: tagList,
  }),
  { id: (table) => table.RouteTableId },
);

export const BLOCK_PUBLIC_ACCESS = call(
  "ec2 describe-vpc-block-public-access-options",
  "VpcBlockPublicAccessOptions",
  z.object({ AwsRegion: maybeText, AwsAccountId: maybeText, InternetGatewayBlockMode: text }),
  { unfold: (value) => [{ path: "$.VpcBlockPublicAccessOptions", value }] },
);

export const BLOCK_PUBLIC_ACCESS_EXCLUSIONS = call(
  "ec2 describe-vpc-block-public-access-exclusions",
  "VpcBlockPublicAccessExclusions",
  z.object({ ExclusionId: text, InternetGatewayExclusionMode: text, ResourceArn: text, State: maybeText }),
  { id: (exclusion) => exclusion.ExclusionId },
);
