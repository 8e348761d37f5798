import {
  CUSTOMER_GATEWAYS,
  DIRECT_CONNECT_ASSOCIATIONS,
  DIRECT_CONNECT_GATEWAYS,
  VPN_CONNECTIONS,
  VPN_GATEWAYS,
} from "../calls/vpn.ts";
import { nameOfArn } from "../place.ts";
import { tagsOf } from "../shapes.ts";
import { type BuildContext, type Draft, UNRESOLVED } from "./context.ts";
import { attachedVpc } from "./gateways.ts";

export function buildVpnGateways(context: BuildContext): Draft<"vpn_gateways">[] {
  return context.of(VPN_GATEWAYS).map(({ value }) => ({
    id: value.VpnGatewayId,
    vpc: attachedVpc(value.VpcAttachments),
    asn: value.AmazonSideAsn ?? null,
    state: value.State ?? "available",
    tags: tagsOf(value.Tags),
  }));
}

export function buildVpnConnections(context: BuildContext): Draft<"vpn_connections">[] {
  return context.of(VPN_CONNECTIONS).map((read) => {
    const { value } = read;
    const core = value.CoreNetworkArn ? nameOfArn(value.CoreNetworkArn) : null;
    const customer = value.CustomerGatewayId || UNRESOLVED;
    return {
      id: value.VpnConnectionId,
      gateway: value.VpnGatewayId || value.TransitGatewayId || core,
      customer_gateway: customer,
      remote: context.collection.find(CUSTOMER_GATEWAYS, customer)?.value.IpAddress || null,
      static_only: value.Options?.StaticRoutesOnly === true,
      routes: (value.Routes ?? []).flatMap(({ DestinationCidrBlock, State }) =>
        DestinationCidrBlock && !/^delet/.test(State ?? "") ? [DestinationCidrBlock] : [],
      ),
      state: value.State,
      tags: tagsOf(value.Tags),
    };
  });
}

export function buildDirectConnectGateways(context: BuildContext): Draft<"direct_connect_gateways">[] {
  const associations = Map.groupBy(
    context.of(DIRECT_CONNECT_ASSOCIATIONS),
    ({ value }) => value.directConnectGatewayId,
  );
  return context.of(DIRECT_CONNECT_GATEWAYS).map((read) => {
    const { value } = read;
    return {
      id: value.directConnectGatewayId,
      account: context.account(read, value.ownerAccount),
      asn: value.amazonSideAsn ?? null,
      associations: (associations.get(value.directConnectGatewayId) ?? []).map(({ value: one }) => ({
        gateway: one.associatedGateway?.id || one.associatedCoreNetwork?.id || one.virtualGatewayId || UNRESOLVED,
        state: one.associationState ?? "associated",
        allowed: (one.allowedPrefixesToDirectConnectGateway ?? []).map(({ cidr }) => cidr),
      })),
      tags: value.directConnectGatewayName ? { Name: value.directConnectGatewayName } : {},
    };
  });
}
