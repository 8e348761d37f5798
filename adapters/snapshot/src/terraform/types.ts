import type { Translation } from "./network.ts";
import { CLOUD_WAN_TYPES } from "./translate/cloud-wan.ts";
import { COMPUTE_TYPES } from "./translate/compute.ts";
import { FILTER_TYPES } from "./translate/filters.ts";
import { FIREWALL_TYPES } from "./translate/firewall.ts";
import { GATEWAY_TYPES } from "./translate/gateways.ts";
import { BALANCING_TYPES } from "./translate/load-balancing.ts";
import { TRANSIT_TYPES } from "./translate/transit.ts";
import { VPC_TYPES } from "./translate/vpc.ts";
import { VPN_TYPES } from "./translate/vpn.ts";

const TYPES: Readonly<Record<string, Translation | readonly Translation[]>> = {
  ...VPC_TYPES,
  ...FILTER_TYPES,
  ...COMPUTE_TYPES,
  ...GATEWAY_TYPES,
  ...TRANSIT_TYPES,
  ...VPN_TYPES,
  ...BALANCING_TYPES,
  ...CLOUD_WAN_TYPES,
  ...FIREWALL_TYPES,
};

/** What a type says, each thing by itself: that one can't be told yet is no reason to know nothing of the other. */
export function translationsOf(type: string): readonly Translation[] {
  const found = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  return found === undefined ? [] : "translate" in found ? [found] : found;
}

/** Types of the network that have no translation: what they do is not in the estate. */
const OF_THE_NETWORK =
  /^aws_(?:vpc|subnet|route|network_|internet_gateway|nat_|egress_|ec2_(?:transit|managed|client_vpn|local|carrier|network_insights)|networkmanager|networkfirewall|dx_|vpn_|lb|alb|elb|security_group|default_(?:vpc|subnet|route|security|network)|globalaccelerator|vpclattice|eip)/;

/** Names, records and what only watches have no part in where packets go. */
const BESIDE =
  /^aws_(?:vpc_ipam|vpc_dhcp|vpc_endpoint_(?:policy|connection_notification|service)|route53|lb_(?:cookie|ssl|trust)|.*_ownership|.*_permission)/;

export function bearsOnNetwork(type: string): boolean {
  return OF_THE_NETWORK.test(type) && !BESIDE.test(type);
}
