import type { Call } from "./call.ts";
import * as cloudWan from "./calls/cloud-wan.ts";
import * as compute from "./calls/compute.ts";
import * as filters from "./calls/filters.ts";
import * as firewall from "./calls/firewall.ts";
import * as gateways from "./calls/gateways.ts";
import * as loadBalancing from "./calls/load-balancing.ts";
import * as transit from "./calls/transit.ts";
import * as vpc from "./calls/vpc.ts";
import * as vpn from "./calls/vpn.ts";

const direct = [vpn.DIRECT_CONNECT_GATEWAYS, vpn.DIRECT_CONNECT_ASSOCIATIONS, vpn.VIRTUAL_INTERFACES];

/** Every answer that is read, by the key that it goes by; some keys belong to several calls, some calls have several keys. */
const BY_KEY: ReadonlyMap<string, readonly Call[]> = Map.groupBy(
  [
    ...callsIn(vpc, filters, compute, gateways, transit, vpn, loadBalancing, cloudWan, firewall),
    ...cloudWan.CORE_OTHER_ATTACHMENTS,
    ...direct.map((one) => vpn.capitalised<Call>(one as Call)),
  ],
  ({ key }) => key,
);

function callsIn(...modules: readonly object[]): Call[] {
  return modules.flatMap((module) => Object.values(module)).filter(isCall);
}

function isCall(value: unknown): value is Call {
  return typeof value === "object" && value !== null && "key" in value && "item" in value && "name" in value;
}

export function callsByKey(key: string): readonly Call[] {
  return BY_KEY.get(key) ?? [];
}

/** Keys that come with an answer or are answers of which nothing is used here. */
const UNUSED_KEYS: ReadonlySet<string> = new Set([
  "AvailabilityZones",
  "DomainStatusList",
  "FirewallPolicyResponse",
  "FirewallStatus",
  "RuleGroupResponse",
  "UpdateToken",
  "NextToken",
  "nextToken",
  "Marker",
  "NextMarker",
  "ResponseMetadata",
  "ServiceDetails",
  "ServiceNames",
  "AdditionalRoutesAvailable",
  "TransitGatewayRouteTableId",
  "PrefixListId",
  "LoadBalancerArn",
  "TargetGroupArn",
  "RouteTableArn",
  "RouteTableType",
  "RouteTableTimestamp",
  "CoreNetworkSegmentEdge",
  "Regions",
  "Account",
  "Arn",
  "UserId",
]);

export function isUnusedKey(key: string): boolean {
  return UNUSED_KEYS.has(key);
}

/** Answers that bear on reachability and have no place in the estate yet: an answer may depend on them. */
const NOT_MODELLED: Readonly<Record<string, string>> = {
  TransitGatewayPolicyTableEntries: "policy tables of Transit Gateways (R53)",
  TransitGatewayConnects: "Connect attachments beyond their being there (R60)",
  TransitGatewayMulticastDomains: "multicast",
  LoadBalancerDescriptions: "classic load balancers",
  ClientVpnEndpoints: "Client VPN (R60)",
  LocalGateways: "local gateways",
  CarrierGateways: "carrier gateways",
};

export function notModelled(key: string): string | null {
  return Object.hasOwn(NOT_MODELLED, key) ? (NOT_MODELLED[key] ?? null) : null;
}
