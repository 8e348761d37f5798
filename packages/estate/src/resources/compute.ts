import { z } from "zod";
import { account, address, cidr, id, port, region, tags } from "./values.ts";

export const interfaceSchema = z.strictObject({
  id,
  vpc: id,
  subnet: id,
  region,
  account,
  private_ip: address,
  public_ip: address.nullable(),
  /** Those that AWS makes for its own services can be without. */
  groups: z.array(id).max(16),
  instance: id.nullable(),
  description: z.string(),
  /** Further IPv4 addresses with the public address of each. */
  secondary: z.array(z.strictObject({ private_ip: address, public_ip: address.nullable() })).exactOptional(),
  ipv6: z.array(address).exactOptional(),
  /** Delegated prefixes. */
  prefixes: z.array(cidr).exactOptional(),
  /** Not there: on. */
  source_dest_check: z.boolean().exactOptional(),
  /** As AWS calls it: `interface`, `nat_gateway`, `network_load_balancer`, `vpc_endpoint`, `transit_gateway`, … Not there: `interface`. */
  type: z.string().max(64).exactOptional(),
  state: z.string().max(32).exactOptional(),
  /** Whether nothing reaches it through an internet gateway (R15); not there: no. */
  deny_internet_gateway: z.boolean().exactOptional(),
  tags,
});

export const instanceSchema = z.strictObject({
  id,
  region,
  account,
  vpc: id,
  subnet: id,
  type: z.string(),
  state: z.enum(["pending", "running", "stopping", "stopped", "shutting-down", "terminated"]),
  interfaces: z.array(id),
  role: z.string().nullable(),
  scaling_group: id.nullable(),
  tags,
});

export const scalingGroupSchema = z.strictObject({
  id,
  region,
  account,
  subnets: z.array(id).min(1),
  instance_type: z.string(),
  volume_gib: z.int().min(0),
  min: z.int().min(0),
  max: z.int().min(0),
  desired: z.int().min(0),
  tags,
});

export const databaseSchema = z.strictObject({
  id,
  region,
  account,
  engine: z.string(),
  class: z.string(),
  multi_az: z.boolean(),
  storage_gib: z.int(),
  vpc: id,
  subnets: z.array(id).min(1),
  groups: z.array(id),
  port,
  encrypted: z.boolean(),
  publicly_accessible: z.boolean(),
  backup_days: z.int(),
  tags,
});
