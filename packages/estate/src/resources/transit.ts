import { z } from "zod";
import { account, cidr, destination, id, region, tags } from "./values.ts";

export const transitGatewaySchema = z.strictObject({
  id,
  region,
  account,
  asn: z.int(),
  /** Not there: off (R22). */
  security_group_referencing: z.boolean().exactOptional(),
  vpn_ecmp: z.boolean().exactOptional(),
  tags,
});

export const transitGatewayAttachmentSchema = z.strictObject({
  id,
  transit_gateway: id,
  /** `connect` and whatever AWS adds later are kept as they are called: what is behind them is not known (R60). */
  type: z.string().max(64),
  /** What is attached: a VPC, a VPN connection, a Direct Connect gateway, the other Transit Gateway of a peering. */
  resource: id,
  region,
  account,
  state: z.string().max(64),
  /** The table that judges what comes in by it; null where none is associated (R52). */
  route_table: id.nullable(),
  /** Of one without a table of its own: the policy table whose rules pick one for each packet (R53). */
  policy_table: id.exactOptional(),
  /** Of a VPC: one a zone (R55). */
  subnets: z.array(id),
  appliance_mode: z.boolean().exactOptional(),
  ipv6: z.boolean().exactOptional(),
  security_group_referencing: z.boolean().exactOptional(),
  tags,
});

export const transitGatewayRouteTableSchema = z.strictObject({
  id,
  transit_gateway: id,
  /** Attachments that put what they bring into it. */
  propagations: z.array(id),
  routes: z
    .array(
      z.strictObject({
        destination,
        /** Empty for a blackhole. */
        attachments: z.array(id),
        origin: z.enum(["static", "propagated"]),
        state: z.enum(["active", "blackhole"]),
      }),
    )
    .max(10_000),
  /** Whether `routes` holds the propagated ones too; else they follow from `propagations`. */
  complete: z.boolean(),
  tags,
});

export const vpnGatewaySchema = z.strictObject({
  id,
  vpc: id.nullable(),
  asn: z.int().nullable(),
  state: z.string().max(32),
  tags,
});

export const vpnConnectionSchema = z.strictObject({
  id,
  /** Where it ends at our side: a virtual private gateway, a Transit Gateway or a core network; null where it ends nowhere yet. */
  gateway: id.nullable(),
  customer_gateway: id,
  /** The address at the other side. */
  remote: z.string().max(64).nullable(),
  static_only: z.boolean(),
  routes: z.array(cidr),
  /** Prefixes heard by BGP, where somebody has asked. */
  learnt: z.array(cidr).exactOptional(),
  state: z.string().max(32),
  tags,
});

export const directConnectGatewaySchema = z.strictObject({
  id,
  account,
  asn: z.int().nullable(),
  /** Gateways of ours, and the prefixes that may be told to the other side (R62). */
  associations: z.array(z.strictObject({ gateway: id, state: z.string().max(32), allowed: z.array(cidr) })),
  /** Prefixes heard over its virtual interfaces, where somebody has asked. */
  learnt: z.array(cidr).exactOptional(),
  tags,
});
