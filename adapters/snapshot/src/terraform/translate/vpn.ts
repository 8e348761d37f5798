import { TRANSIT_ATTACHMENTS } from "../../aws/calls/transit.ts";
import {
  CUSTOMER_GATEWAYS,
  DIRECT_CONNECT_ASSOCIATIONS,
  DIRECT_CONNECT_GATEWAYS,
  VPN_CONNECTIONS,
  VPN_GATEWAYS,
} from "../../aws/calls/vpn.ts";
import { type Translation, translation } from "../network.ts";

const vpnGateway = translation([VPN_GATEWAYS], (values, network) => {
  const id = values.id();
  const VpcId = values.text("vpc_id");
  network.put(VPN_GATEWAYS, id, values, {
    VpnGatewayId: id,
    AmazonSideAsn: values.maybeNumber("amazon_side_asn"),
    VpcAttachments: VpcId === null ? [] : [{ State: "attached", VpcId }],
    Tags: values.tags(),
  });
});

const vpnGatewayAttachment = translation([VPN_GATEWAYS], (values, network) => {
  const id = values.text("vpn_gateway_id");
  const one = { State: "attached", VpcId: values.text("vpc_id") };
  if (id !== null) network.append(VPN_GATEWAYS, id, "VpcAttachments", one, values);
});

const connection = translation([VPN_CONNECTIONS, TRANSIT_ATTACHMENTS], (values, network) => {
  const id = values.id();
  const transit = values.text("transit_gateway_id");
  network.put(VPN_CONNECTIONS, id, values, {
    VpnConnectionId: id,
    CustomerGatewayId: values.text("customer_gateway_id"),
    VpnGatewayId: values.text("vpn_gateway_id"),
    TransitGatewayId: transit,
    CoreNetworkArn: values.maybeText("core_network_arn"),
    State: "available",
    Options: { StaticRoutesOnly: values.maybeFlag("static_routes_only") },
    Routes: values.maybeBlocks("routes").map((route) => ({
      DestinationCidrBlock: route.text("destination_cidr_block"),
      State: route.maybeText("state"),
    })),
    Tags: values.tags(),
  });
  if (transit === null) return;
  const attachment = values.maybeText("transit_gateway_attachment_id") ?? `${values.address}/attachment`;
  network.put(TRANSIT_ATTACHMENTS, attachment, values, {
    TransitGatewayAttachmentId: attachment,
    TransitGatewayId: transit,
    ResourceType: "vpn",
    ResourceId: id,
    State: "available",
  });
});

const connectionRoute = translation([VPN_CONNECTIONS], (values, network) => {
  const id = values.text("vpn_connection_id");
  const one = { DestinationCidrBlock: values.text("destination_cidr_block"), State: "available" };
  if (id !== null) network.append(VPN_CONNECTIONS, id, "Routes", one, values);
});

const customerGateway = translation([CUSTOMER_GATEWAYS], (values, network) => {
  const id = values.id();
  network.put(CUSTOMER_GATEWAYS, id, values, { CustomerGatewayId: id, IpAddress: values.maybeText("ip_address") });
});

const directConnectGateway = translation([DIRECT_CONNECT_GATEWAYS], (values, network) => {
  const id = values.id();
  network.put(DIRECT_CONNECT_GATEWAYS, id, values, {
    directConnectGatewayId: id,
    directConnectGatewayName: values.maybeText("name"),
    amazonSideAsn: values.maybeNumber("amazon_side_asn"),
    ownerAccount: values.maybeText("owner_account_id"),
  });
});

const directConnectAssociation = translation([DIRECT_CONNECT_ASSOCIATIONS], (values, network) => {
  network.put(DIRECT_CONNECT_ASSOCIATIONS, values.id(), values, {
    directConnectGatewayId: values.text("dx_gateway_id"),
    associationState: "associated",
    associatedGateway: { id: values.text("associated_gateway_id") },
    allowedPrefixesToDirectConnectGateway: values.texts("allowed_prefixes").map((cidr) => ({ cidr })),
  });
});

export const VPN_TYPES: Readonly<Record<string, Translation>> = {
  aws_vpn_gateway: vpnGateway,
  aws_vpn_gateway_attachment: vpnGatewayAttachment,
  aws_vpn_connection: connection,
  aws_vpn_connection_route: connectionRoute,
  aws_customer_gateway: customerGateway,
  aws_dx_gateway: directConnectGateway,
  aws_dx_gateway_association: directConnectAssociation,
};
