import { z } from "zod";
import { account, cidr, destination, id, region, tags } from "./values.ts";

export const vpcSchema = z.strictObject({
  id,
  region,
  account,
  cidrs: z.array(cidr).min(1),
  ipv6_cidrs: z.array(cidr),
  /** Block Public Access as it applies to the whole VPC; not there: nobody asked, or it is off. */
  block_public_access: z.enum(["off", "block-bidirectional", "block-ingress"]).exactOptional(),
  tags,
});

export const subnetSchema = z.strictObject({
  id,
  vpc: id,
  zone: z.string(),
  cidr,
  ipv6_cidr: cidr.nullable(),
  /** The table that counts for it: its own, else the VPC's main one. */
  route_table: id,
  network_acl: id,
  block_public_access: z.enum(["off", "block-bidirectional", "block-ingress"]).exactOptional(),
  tags,
});

export const routeSchema = z.strictObject({
  destination,
  target: z.strictObject({
    type: z.enum([
      "local",
      "internet-gateway",
      "egress-only-internet-gateway",
      "nat-gateway",
      "core-network",
      "transit-gateway",
      "virtual-private-gateway",
      "vpc-endpoint",
      "peering",
      "interface",
      "blackhole",
      /** One that this version does not know; its id says what the source called it. */
      "unknown",
    ]),
    id,
  }),
  /** Not there: static. */
  origin: z.enum(["static", "propagated"]).exactOptional(),
  /** Not there: active. */
  state: z.enum(["active", "blackhole", "filtered"]).exactOptional(),
});

export const routeTableSchema = z.strictObject({
  id,
  vpc: id,
  main: z.boolean(),
  routes: z.array(routeSchema).max(1000),
  /** Internet and virtual private gateways whose incoming traffic it judges. */
  gateways: z.array(id).exactOptional(),
  /** Virtual private gateways that may put routes into it. */
  propagating: z.array(id).exactOptional(),
  tags,
});
