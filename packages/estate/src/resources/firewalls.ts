import { z } from "zod";
import { account, id, region, tags } from "./values.ts";

export const firewallSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  vpc: id,
  subnets: z.array(id),
  rule_groups: z.array(id),
  logging: z.boolean(),
  /** The endpoint of each zone, which routes lead to. */
  endpoints: z.array(z.strictObject({ zone: z.string(), subnet: id, endpoint: id })).exactOptional(),
  policy: id.exactOptional(),
  tags,
});

/** A stateful rule group in strict order; `references` maps a Suricata variable such as `trias_block` to a prefix list. */
export const firewallRuleGroupSchema = z.strictObject({
  id,
  region,
  account,
  name: z.string(),
  capacity: z.int(),
  rules: z.array(z.string().max(8192)),
  references: z.record(z.string(), id),
  tags,
});
