import { list } from "@trias/estate";
import { expect, test } from "vitest";
import { load, only, reasonOf } from "../../__fixtures__/folder.ts";

test("VPN and Direct Connect, in the API's spelling and in Batfish's", () => {
  const vpn = {
    VpnConnections: [
      {
        VpnConnectionId: "vpn-1",
        CustomerGatewayId: "cgw-1",
        VpnGatewayId: "vgw-1",
        State: "available",
        Options: { StaticRoutesOnly: true },
        Routes: [{ DestinationCidrBlock: "192.168.0.0/16", State: "available" }],
      },
    ],
    VpnGateways: [
      {
        VpnGatewayId: "vgw-1",
        AmazonSideAsn: 64512,
        State: "available",
        VpcAttachments: [
          { State: "detached", VpcId: "vpc-0" },
          { State: "attached", VpcId: "vpc-1" },
        ],
      },
    ],
    CustomerGateways: [{ CustomerGatewayId: "cgw-1", IpAddress: "203.0.113.1" }],
  };
  const gateway = { directConnectGatewayId: "dx-1", amazonSideAsn: 64600, ownerAccount: "111122223333" };
  const association = {
    directConnectGatewayId: "dx-1",
    associationState: "associated",
    associatedGateway: { id: "vgw-1" },
    allowedPrefixesToDirectConnectGateway: [{ cidr: "10.0.0.0/16" }],
  };
  const capital = { DirectConnectGatewayId: "dx-1", AmazonSideAsn: 64600, OwnerAccount: "111122223333" };
  for (const direct of [
    { directConnectGateways: [gateway], directConnectGatewayAssociations: [association] },
    { DirectConnectGateways: [capital], DirectConnectGatewayAssociations: [association] },
  ]) {
    const { estate } = load({ "eu-west-1/a.json": { ...vpn, ...direct } });
    expect(only(estate, "direct_connect_gateways")).toEqual({
      id: "dx-1",
      account: "111122223333",
      asn: 64600,
      associations: [{ gateway: "vgw-1", state: "associated", allowed: ["10.0.0.0/16"] }],
      tags: {},
    });
    expect(only(estate, "vpn_gateways").vpc).toBe("vpc-1");
    expect(list(estate, "vpn_connections")).toEqual([
      {
        id: "vpn-1",
        gateway: "vgw-1",
        customer_gateway: "cgw-1",
        remote: "203.0.113.1",
        static_only: true,
        routes: ["192.168.0.0/16"],
        state: "available",
        tags: {},
      },
    ]);
  }
});

test("a Transit Gateway table whose search was cut is unknown; a whole search is complete", () => {
  const table = {
    TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: "tgw-rtb-0a", TransitGatewayId: "tgw-1" }],
  };
  const propagated = {
    TransitGatewayRouteTablePropagations: [{ TransitGatewayAttachmentId: "tgw-attach-1", State: "enabled" }],
  };
  const routes = (AdditionalRoutesAvailable: boolean) => ({
    Routes: [
      {
        DestinationCidrBlock: "10.0.0.0/16",
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: "tgw-attach-1" }],
        Type: "propagated",
        State: "active",
      },
    ],
    AdditionalRoutesAvailable,
  });
  const files = (more: boolean) => ({
    "eu-west-1/tables.json": table,
    "eu-west-1/tgw-rtb-0a/propagations.json": propagated,
    "eu-west-1/routes-tgw-rtb-0a.json": routes(more),
  });
  expect(only(load(files(false)).estate, "transit_gateway_route_tables")).toMatchObject({
    complete: true,
    propagations: ["tgw-attach-1"],
    routes: [{ destination: "10.0.0.0/16", attachments: ["tgw-attach-1"], origin: "propagated", state: "active" }],
  });
  expect(reasonOf(load(files(true)).estate, "transit_gateway_route_tables")).toContain("has more routes than");
});

test("R53: an attachment without a route table has the policy table that it is associated with, or that may be it", () => {
  const attachment = {
    TransitGatewayAttachmentId: "tgw-attach-1",
    TransitGatewayId: "tgw-1",
    ResourceType: "vpn",
    ResourceId: "vpn-1",
    State: "available",
  };
  const tables = {
    TransitGatewayPolicyTables: [
      { TransitGatewayPolicyTableId: "tgw-ptb-1", TransitGatewayId: "tgw-1", State: "available" },
    ],
  };
  const associations = (id: string) => ({
    Associations: [{ TransitGatewayPolicyTableId: "tgw-ptb-1", TransitGatewayAttachmentId: id, State: "associated" }],
  });
  const read = (...files: object[]) =>
    only(
      load({
        "eu-west-1/attachments.json": { TransitGatewayAttachments: [attachment] },
        ...Object.fromEntries(files.map((file, i) => [`eu-west-1/${i}.json`, file])),
      }).estate,
      "transit_gateway_attachments",
    ).policy_table;
  expect(read()).toBeUndefined();
  expect(read(tables)).toBe("tgw-ptb-1");
  expect(read(tables, associations("tgw-attach-1"))).toBe("tgw-ptb-1");
  expect(read(tables, associations("tgw-attach-2"))).toBeUndefined();
});
