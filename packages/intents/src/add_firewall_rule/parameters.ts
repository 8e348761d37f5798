import { z } from "zod";
import { momentSchema, nameSchema, portSchema } from "../values.ts";

/** Of `add_firewall_rule` and `remove_firewall_rule`. */
export const firewallRuleParameters = z.strictObject({
  effect: z.enum(["allow", "block"]).optional(),
  destination: nameSchema.optional(),
  source: nameSchema.optional(),
  segment: nameSchema.optional(),
  direction: z.enum(["egress", "ingress"]).optional(),
  port: portSchema.optional(),
  protocol: z.string().max(16).optional(),
  expires: momentSchema.optional(),
});
