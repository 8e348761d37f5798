import { z } from "zod";
import { account, cidr, id, port, region, tags } from "./values.ts";

/** `protocol` is `-1` for all, else `tcp`, `udp`, `icmp` or a number, as AWS writes it; ports are null where they do not apply. */
export const aclEntrySchema = z.strictObject({
  number: z.int().min(1).max(32_767),
  egress: z.boolean(),
  protocol: z.string(),
  cidr,
  from_port: port.nullable(),
  to_port: port.nullable(),
  /** Of an ICMP entry; not there or null: any. */
  icmp_type: z.int().min(0).max(255).nullable().exactOptional(),
  icmp_code: z.int().min(0).max(255).nullable().exactOptional(),
  action: z.enum(["allow", "deny"]),
});

export const networkAclSchema = z.strictObject({
  id,
  vpc: id,
  default: z.boolean(),
  entries: z.array(aclEntrySchema).max(80),
  tags,
});

/** Of an ICMP rule `from_port` is the type and `to_port` the code, null for any (R17). */
export const groupRuleSchema = z.strictObject({
  protocol: z.string(),
  from_port: port.nullable(),
  to_port: port.nullable(),
  cidrs: z.array(cidr),
  groups: z.array(id),
  prefix_lists: z.array(id),
  description: z.string().max(255),
});

export const securityGroupSchema = z.strictObject({
  id,
  vpc: id,
  name: z.string().max(255),
  description: z.string().max(255),
  ingress: z.array(groupRuleSchema),
  egress: z.array(groupRuleSchema),
  /** Other VPCs that it was associated with. */
  associated_vpcs: z.array(id).exactOptional(),
  tags,
});

export const prefixListSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  max_entries: z.int().min(1),
  version: z.int().min(1),
  entries: z.array(z.strictObject({ cidr, description: z.string().max(255) })),
  tags,
});
