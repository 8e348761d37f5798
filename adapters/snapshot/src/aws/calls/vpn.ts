import { z } from "zod";
import { call, type RawItem } from "../call.ts";
import { count, flag, listOf, maybeText, tagList, text } from "../shapes.ts";

export const VPN_GATEWAYS = call(
  "ec2 describe-vpn-gateways",
  "VpnGateways",
  z.object({
    VpnGatewayId: text,
    AmazonSideAsn: count,
    State: maybeText,
    VpcAttachments: listOf(z.object({ State: maybeText, VpcId: maybeText })),
    Tags: tagList,
  }),
  { id: (gateway) => gateway.VpnGatewayId },
);

export const VPN_CONNECTIONS = call(
  "ec2 describe-vpn-connections",
  "VpnConnections",
  z.object({
    VpnConnectionId: text,
    CustomerGatewayId: maybeText,
    VpnGatewayId: maybeText,
    TransitGatewayId: maybeText,
    CoreNetworkArn: maybeText,
    State: text,
    Options: z.object({ StaticRoutesOnly: flag }).nullish(),
    Routes: listOf(z.object({ DestinationCidrBlock: maybeText, State: maybeText })),
    Tags: tagList,
  }),
  { id: (connection) => connection.VpnConnectionId },
);

export const CUSTOMER_GATEWAYS = call(
  "ec2 describe-customer-gateways",
  "CustomerGateways",
  z.object({ CustomerGatewayId: text, IpAddress: maybeText }),
  { id: (gateway) => gateway.CustomerGatewayId },
);

/** The Direct Connect API begins its keys in lower case, Batfish's collector in upper case. */
function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [`${key.slice(0, 1).toLowerCase()}${key.slice(1)}`, lowered(inner)]),
  );
}

function loweredItems(key: string) {
  return (value: unknown): readonly RawItem[] | null =>
    Array.isArray(value) ? value.map((item: unknown, i) => ({ path: `$.${key}[${i}]`, value: lowered(item) })) : null;
}

export const DIRECT_CONNECT_GATEWAYS = call(
  "directconnect describe-direct-connect-gateways",
  "directConnectGateways",
  z.object({
    directConnectGatewayId: text,
    directConnectGatewayName: maybeText,
    amazonSideAsn: count,
    ownerAccount: maybeText,
    directConnectGatewayState: maybeText,
  }),
  {
    extent: "account",
    id: (gateway) => gateway.directConnectGatewayId,
    unfold: loweredItems("directConnectGateways"),
  },
);

export const DIRECT_CONNECT_ASSOCIATIONS = call(
  "directconnect describe-direct-connect-gateway-associations",
  "directConnectGatewayAssociations",
  z.object({
    directConnectGatewayId: text,
    associationId: maybeText,
    associationState: maybeText,
    associatedGateway: z.object({ id: maybeText }).nullish(),
    associatedCoreNetwork: z.object({ id: maybeText }).nullish(),
    virtualGatewayId: maybeText,
    allowedPrefixesToDirectConnectGateway: listOf(z.object({ cidr: text })),
  }),
  { extent: "account", unfold: loweredItems("directConnectGatewayAssociations") },
);

export const VIRTUAL_INTERFACES = call(
  "directconnect describe-virtual-interfaces",
  "virtualInterfaces",
  z.object({ virtualInterfaceId: text, virtualInterfaceType: maybeText, directConnectGatewayId: maybeText }),
  { unfold: loweredItems("virtualInterfaces") },
);

/** The same call under the key of Batfish's collector. */
export function capitalised<T extends { readonly key: string }>(one: T): T {
  return { ...one, key: `${one.key.slice(0, 1).toUpperCase()}${one.key.slice(1)}` };
}
