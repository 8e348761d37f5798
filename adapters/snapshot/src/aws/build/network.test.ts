import { describe, expect, test } from "vitest";
import { load, only, SUBNET, VPC } from "../../__fixtures__/folder.ts";

const region = (json: Record<string, unknown>) => load({ "eu-west-1/a.json": json });

describe("VPCs", () => {
  test("have associated blocks only, IPv6 and Block Public Access as it applies", () => {
    const { estate } = region({
      Vpcs: [
        {
          ...VPC,
          CidrBlockAssociationSet: [
            { CidrBlock: "10.0.0.0/16", CidrBlockState: { State: "associated" } },
            { CidrBlock: "10.1.0.0/16", CidrBlockState: { State: "disassociated" } },
            { CidrBlock: "10.2.0.0/16", CidrBlockState: { State: "associated" } },
          ],
          Ipv6CidrBlockAssociationSet: [
            { Ipv6CidrBlock: "2001:db8::/56", Ipv6CidrBlockState: { State: "associated" } },
          ],
        },
      ],
      Subnets: [SUBNET],
      VpcBlockPublicAccessOptions: {
        AwsRegion: "eu-west-1",
        AwsAccountId: "111122223333",
        InternetGatewayBlockMode: "block-bidirectional",
      },
      VpcBlockPublicAccessExclusions: [
        {
          ExclusionId: "e",
          InternetGatewayExclusionMode: "allow-egress",
          ResourceArn: "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1",
        },
      ],
    });
    expect(only(estate, "vpcs")).toMatchObject({
      cidrs: ["10.0.0.0/16", "10.2.0.0/16"],
      ipv6_cidrs: ["2001:db8::/56"],
      block_public_access: "block-bidirectional",
    });
    expect(only(estate, "subnets").block_public_access).toBe("block-ingress");
  });
});

describe("route tables", () => {
  const routes = [
    { DestinationCidrBlock: "10.1.0.0/16", TransitGatewayId: "tgw-1" },
    { DestinationCidrBlock: "10.2.0.0/16", VpcPeeringConnectionId: "pcx-1", State: "blackhole" },
    {
      DestinationCidrBlock: "10.3.0.0/16",
      CoreNetworkArn: "arn:aws:networkmanager::111122223333:core-network/core-network-1",
    },
    { DestinationCidrBlock: "10.4.0.0/16", GatewayId: "vgw-1", Origin: "EnableVgwRoutePropagation" },
    { DestinationCidrBlock: "10.5.0.0/16", GatewayId: "vpce-1" },
    { DestinationCidrBlock: "10.6.0.0/16", NetworkInterfaceId: "eni-1", InstanceId: "i-1", Origin: "Advertisement" },
    { DestinationCidrBlock: "10.7.0.0/16", LocalGatewayId: "lgw-1" },
    { DestinationCidrBlock: "10.8.0.0/16", GatewayId: "weird-1" },
    { DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: "eigw-1", State: "filtered" },
    { DestinationPrefixListId: "pl-1", NatGatewayId: "nat-1" },
    { DestinationCidrBlock: "10.9.0.0/16", State: "blackhole" },
    { DestinationCidrBlock: "10.10.0.0/16", GatewayId: "igw-1", State: "wobbly" },
  ];
  const tables = () =>
    region({
      RouteTables: [
        {
          RouteTableId: "rtb-1",
          VpcId: "vpc-1",
          Associations: [{ GatewayId: "igw-1" }, { SubnetId: "subnet-9", AssociationState: { State: "failed" } }],
          PropagatingVgws: [{ GatewayId: "vgw-1" }],
          Routes: routes,
        },
      ],
      Subnets: [SUBNET],
    });

  test("keep every target, origin and state; what is not known is `unknown` by AWS's name", () => {
    const { estate, report } = tables();
    const table = only(estate, "route_tables");
    expect(table.gateways).toEqual(["igw-1"]);
    expect(table.propagating).toEqual(["vgw-1"]);
    expect(table.routes.map(({ target, origin, state }) => [target.type, target.id, origin, state])).toEqual([
      ["transit-gateway", "tgw-1", undefined, undefined],
      ["peering", "pcx-1", undefined, "blackhole"],
      ["core-network", "core-network-1", undefined, undefined],
      ["virtual-private-gateway", "vgw-1", "propagated", undefined],
      ["vpc-endpoint", "vpce-1", undefined, undefined],
      ["interface", "eni-1", "propagated", undefined],
      ["unknown", "lgw-1", undefined, undefined],
      ["unknown", "weird-1", undefined, undefined],
      ["egress-only-internet-gateway", "eigw-1", undefined, "filtered"],
      ["nat-gateway", "nat-1", undefined, undefined],
      ["blackhole", "blackhole", undefined, "blackhole"],
      ["unknown", "wobbly", undefined, undefined],
    ]);
    expect(report.findings.filter(({ code }) => code === "value_unknown").map(({ path }) => path)).toContain(
      "$.RouteTables[0].Routes[6]",
    );
  });

  test("a subnet whose table nobody named has none, and it is told", () => {
    const { estate, report } = tables();
    expect(only(estate, "subnets").route_table).toBe("unknown");
    expect(report.dangling).toContainEqual({
      part: "subnets",
      id: "subnet-1",
      path: "route_table",
      wanted: { part: "route_tables", id: "unknown" },
    });
  });
});

test("interfaces have further addresses, prefixes, and the public addresses that only their association tells", () => {
  const { estate } = region({
    NetworkInterfaces: [
      {
        NetworkInterfaceId: "eni-1",
        VpcId: "vpc-1",
        SubnetId: "subnet-1",
        AvailabilityZone: "eu-west-1a",
        OwnerId: "111122223333",
        PrivateIpAddress: "10.0.0.5",
        PrivateIpAddresses: [
          { PrivateIpAddress: "10.0.0.5", Primary: true },
          { PrivateIpAddress: "10.0.0.6", Primary: false, Association: { PublicIp: "198.51.100.6" } },
        ],
        Ipv6Addresses: [{ Ipv6Address: "2001:db8::5" }],
        Ipv4Prefixes: [{ Ipv4Prefix: "10.0.0.16/28" }],
        Groups: [{ GroupId: "sg-1" }],
        InterfaceType: "lambda",
        SourceDestCheck: false,
        Status: "available",
        DenyAllIgwTraffic: true,
      },
    ],
    Addresses: [{ PublicIp: "198.51.100.5", NetworkInterfaceId: "eni-1", PrivateIpAddress: "10.0.0.5" }],
  });
  expect(only(estate, "interfaces")).toMatchObject({
    private_ip: "10.0.0.5",
    public_ip: "198.51.100.5",
    secondary: [{ private_ip: "10.0.0.6", public_ip: "198.51.100.6" }],
    ipv6: ["2001:db8::5"],
    prefixes: ["10.0.0.16/28"],
    source_dest_check: false,
    type: "lambda",
    state: "available",
    deny_internet_gateway: true,
    instance: null,
  });
});

test("NAT gateways: private, and regional with its zones (R36, R37)", () => {
  const { estate } = region({
    NatGateways: [
      {
        NatGatewayId: "nat-1",
        VpcId: "vpc-1",
        SubnetId: "subnet-1",
        State: "available",
        ConnectivityType: "private",
        NatGatewayAddresses: [{ PrivateIp: "10.0.0.9", NetworkInterfaceId: "eni-9" }],
      },
      {
        NatGatewayId: "nat-2",
        VpcId: "vpc-1",
        State: "available",
        AvailabilityMode: "regional",
        RouteTableId: "rtb-9",
        NatGatewayAddresses: [{ PublicIp: "198.51.100.1", AvailabilityZone: "eu-west-1a" }],
      },
    ],
  });
  const part = estate.parts.nat_gateways;
  expect(part.status === "known" && [...part.resources.values()]).toEqual([
    {
      id: "nat-1",
      subnet: "subnet-1",
      public_ip: null,
      private_ip: "10.0.0.9",
      interface: "eni-9",
      state: "available",
      tags: {},
    },
    {
      id: "nat-2",
      subnet: "vpc-1",
      public_ip: "198.51.100.1",
      state: "available",
      regional: { vpc: "vpc-1", route_table: "rtb-9", zones: ["eu-west-1a"] },
      tags: {},
    },
  ]);
});
