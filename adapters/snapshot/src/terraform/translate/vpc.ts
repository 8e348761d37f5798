import {
  BLOCK_PUBLIC_ACCESS,
  BLOCK_PUBLIC_ACCESS_EXCLUSIONS,
  ROUTE_TABLES,
  SUBNETS,
  VPCS,
} from "../../aws/calls/vpc.ts";
import { type Translation, translation } from "../network.ts";
import type { Values } from "../resource.ts";

const associated = { State: "associated" };

const vpc = translation([VPCS], (values, network) => {
  const id = values.id();
  const cidr = values.text("cidr_block");
  const ipv6 = values.maybeText("ipv6_cidr_block");
  network.put(VPCS, id, values, {
    VpcId: id,
    CidrBlock: cidr,
    OwnerId: values.maybeText("owner_id"),
    CidrBlockAssociationSet: [{ CidrBlock: cidr, CidrBlockState: associated }],
    Ipv6CidrBlockAssociationSet: ipv6 === null ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: associated }],
    Tags: values.tags(),
  });
});

const subnet = translation([SUBNETS], (values, network) => {
  const id = values.id();
  const ipv6 = values.maybeText("ipv6_cidr_block");
  network.put(SUBNETS, id, values, {
    SubnetId: id,
    VpcId: values.text("vpc_id"),
    AvailabilityZone: values.text("availability_zone"),
    CidrBlock: values.text("cidr_block"),
    OwnerId: values.maybeText("owner_id"),
    Ipv6CidrBlockAssociationSet: ipv6 === null ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: associated }],
    Tags: values.tags(),
  });
});

/** Attributes of a route and AWS's names for them; those of `aws_route` and of a table's blocks differ by a beginning. */
const TARGETS: readonly (readonly [string, string])[] = [
  ["gateway_id", "GatewayId"],
  ["nat_gateway_id", "NatGatewayId"],
  ["network_interface_id", "NetworkInterfaceId"],
  ["transit_gateway_id", "TransitGatewayId"],
  ["core_network_arn", "CoreNetworkArn"],
  ["vpc_peering_connection_id", "VpcPeeringConnectionId"],
  ["egress_only_gateway_id", "EgressOnlyInternetGatewayId"],
  ["vpc_endpoint_id", "VpcEndpointId"],
  ["local_gateway_id", "LocalGatewayId"],
  ["carrier_gateway_id", "CarrierGatewayId"],
  ["odb_network_arn", "OdbNetworkArn"],
];

function routeOf(values: Values, beginning: "" | "destination_"): Record<string, unknown> {
  // The target is what the configuration gives; the provider computes the others of an `aws_route`.
  const targets = TARGETS.flatMap(([from, to]) => {
    const value = values.maybeText(from);
    return value === null ? [] : [[to, value] as const];
  });
  if (targets.length === 0) for (const [from] of TARGETS) values.text(from);
  return {
    DestinationCidrBlock: values.maybeText(`${beginning}cidr_block`),
    DestinationIpv6CidrBlock: values.maybeText(`${beginning}ipv6_cidr_block`),
    DestinationPrefixListId: values.maybeText("destination_prefix_list_id"),
    ...Object.fromEntries(targets),
    State: values.maybeText("state") ?? "active",
  };
}

/** Terraform lists no local routes: every table has one for each block of its VPC (R4), which are added in the end. */
function table(idName: string, main: boolean): Translation {
  return translation([ROUTE_TABLES], (values, network) => {
    const id = values.id(idName);
    network.put(ROUTE_TABLES, id, values, {
      RouteTableId: id,
      VpcId: values.text("vpc_id"),
      Associations: main ? [{ Main: true }] : [],
      Routes: values.maybeBlocks("route").map((block) => routeOf(block, "")),
      PropagatingVgws: values.maybeTexts("propagating_vgws").map((GatewayId) => ({ GatewayId })),
      Tags: values.tags(),
    });
  });
}

const route = translation([ROUTE_TABLES], (values, network) => {
  const id = values.text("route_table_id");
  if (id !== null) network.append(ROUTE_TABLES, id, "Routes", routeOf(values, "destination_"), values);
});

const association = translation([ROUTE_TABLES], (values, network) => {
  const id = values.text("route_table_id");
  const SubnetId = values.maybeText("subnet_id");
  const GatewayId = values.maybeText("gateway_id");
  if (id !== null) network.append(ROUTE_TABLES, id, "Associations", { SubnetId, GatewayId }, values);
});

const mainAssociation = translation([ROUTE_TABLES], (values, network) => {
  const id = values.text("route_table_id");
  if (id !== null) network.append(ROUTE_TABLES, id, "Associations", { Main: true }, values);
});

const propagation = translation([ROUTE_TABLES], (values, network) => {
  const id = values.text("route_table_id");
  const GatewayId = values.text("vpn_gateway_id");
  if (id !== null) network.append(ROUTE_TABLES, id, "PropagatingVgws", { GatewayId }, values);
});

const moreIpv4 = translation([VPCS], (values, network) => {
  const id = values.text("vpc_id");
  const block = { CidrBlock: values.text("cidr_block"), CidrBlockState: associated };
  if (id !== null) network.append(VPCS, id, "CidrBlockAssociationSet", block, values);
});

const moreIpv6 = translation([VPCS], (values, network) => {
  const id = values.text("vpc_id");
  const block = { Ipv6CidrBlock: values.text("ipv6_cidr_block"), Ipv6CidrBlockState: associated };
  if (id !== null) network.append(VPCS, id, "Ipv6CidrBlockAssociationSet", block, values);
});

const blockOptions = translation([BLOCK_PUBLIC_ACCESS], (values, network) => {
  network.put(BLOCK_PUBLIC_ACCESS, values.id(), values, {
    InternetGatewayBlockMode: values.text("internet_gateway_block_mode"),
    AwsAccountId: values.maybeText("aws_account_id"),
    AwsRegion: values.maybeText("aws_region"),
  });
});

const blockExclusion = translation([BLOCK_PUBLIC_ACCESS_EXCLUSIONS], (values, network) => {
  const id = values.id();
  network.put(BLOCK_PUBLIC_ACCESS_EXCLUSIONS, id, values, {
    ExclusionId: id,
    InternetGatewayExclusionMode: values.text("internet_gateway_exclusion_mode"),
    ResourceArn: `/${values.text("vpc_id") ?? values.text("subnet_id") ?? ""}`,
  });
});

export const VPC_TYPES: Readonly<Record<string, Translation>> = {
  aws_vpc: vpc,
  aws_default_vpc: vpc,
  aws_vpc_ipv4_cidr_block_association: moreIpv4,
  aws_vpc_ipv6_cidr_block_association: moreIpv6,
  aws_subnet: subnet,
  aws_default_subnet: subnet,
  aws_route_table: table("id", false),
  aws_default_route_table: table("default_route_table_id", true),
  aws_route: route,
  aws_route_table_association: association,
  aws_main_route_table_association: mainAssociation,
  aws_vpn_gateway_route_propagation: propagation,
  aws_vpc_block_public_access_options: blockOptions,
  aws_vpc_block_public_access_exclusion: blockExclusion,
};
