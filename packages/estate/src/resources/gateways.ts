import { z } from "zod";
import { account, address, cidr, id, region, tags } from "./values.ts";

export const internetGatewaySchema = z.strictObject({ id, vpc: id.nullable(), tags });

/** Lets IPv6 out, and nothing in that was not asked for. */
export const egressOnlyGatewaySchema = z.strictObject({ id, vpc: id.nullable(), tags });

export const natGatewaySchema = z.strictObject({
  id,
  subnet: id,
  /** Null for a private one. */
  public_ip: cidr.nullable(),
  private_ip: address.exactOptional(),
  interface: id.exactOptional(),
  state: z.enum(["pending", "failed", "available", "deleting", "deleted"]).exactOptional(),
  /** Of a regional one, which has no subnet of its own (`subnet` names the VPC then): its zones. */
  regional: z.strictObject({ vpc: id, route_table: id.nullable(), zones: z.array(z.string()) }).exactOptional(),
  tags,
});

export const peeringSchema = z.strictObject({
  id,
  requester_vpc: id,
  accepter_vpc: id,
  state: z.string(),
  requester_region: region.exactOptional(),
  accepter_region: region.exactOptional(),
  tags,
});

export const endpointSchema = z.strictObject({
  id,
  region,
  account,
  vpc: id,
  type: z.enum(["Interface", "Gateway", "GatewayLoadBalancer", "Resource", "ServiceNetwork"]),
  service: z.string(),
  subnets: z.array(id),
  groups: z.array(id),
  state: z.string().max(64).exactOptional(),
  interfaces: z.array(id).exactOptional(),
  /** Of a gateway endpoint: the tables that lead to it. */
  route_tables: z.array(id).exactOptional(),
  tags,
});
