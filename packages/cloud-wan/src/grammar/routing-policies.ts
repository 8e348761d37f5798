import { z } from "zod";
import {
  asnListSchema,
  asnSchema,
  cidrSchema,
  communityListSchema,
  descriptionSchema,
  metricSchema,
  regionSchema,
  routingPolicyNameSchema,
} from "./values.ts";

export const matchConditionSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("prefix-equals"), value: cidrSchema }),
    /** Does not match the block itself. */
    z.strictObject({ type: z.literal("prefix-in-cidr"), value: cidrSchema }),
    /** By the alias that the list was associated under. */
    z.strictObject({ type: z.literal("prefix-in-prefix-list"), value: z.string().min(1).max(256) }),
    z.strictObject({ type: z.literal("asn-in-as-path"), value: asnSchema }),
    z.strictObject({ type: z.literal("community-in-list"), value: communityListSchema }),
    z.strictObject({ type: z.literal("med-equals"), value: metricSchema }),
  ],
  {
    error:
      "expected `prefix-equals`, `prefix-in-cidr`, `prefix-in-prefix-list`, `asn-in-as-path`, `community-in-list` or `med-equals`",
  },
);
export type MatchCondition = z.infer<typeof matchConditionSchema>;

export const routingActionSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("allow") }),
    z.strictObject({ type: z.literal("drop") }),
    z.strictObject({ type: z.literal("summarize"), value: cidrSchema }),
    z.strictObject({ type: z.literal("prepend-asn-list"), value: asnListSchema }),
    z.strictObject({ type: z.literal("remove-asn-list"), value: asnListSchema }),
    z.strictObject({ type: z.literal("replace-asn-list"), value: asnListSchema }),
    z.strictObject({ type: z.literal("add-community"), value: communityListSchema }),
    z.strictObject({ type: z.literal("remove-community"), value: communityListSchema }),
    z.strictObject({ type: z.literal("set-med"), value: metricSchema }),
    z.strictObject({ type: z.literal("set-local-preference"), value: metricSchema }),
  ],
  {
    error:
      "expected `allow`, `drop`, `summarize`, `prepend-asn-list`, `remove-asn-list`, `replace-asn-list`, `add-community`, `remove-community`, `set-med` or `set-local-preference`",
  },
);
export type RoutingAction = z.infer<typeof routingActionSchema>;

export const routingRuleSchema = z.strictObject({
  "rule-number": z.int().min(1).max(9999),
  "rule-definition": z.strictObject({
    "condition-logic": z.enum(["and", "or"]).optional(),
    "match-conditions": z.array(matchConditionSchema).min(1).max(1000),
    action: routingActionSchema,
  }),
});
export type RoutingRule = z.infer<typeof routingRuleSchema>;

/** One of `routing-policies` (2025.11). */
export const routingPolicySchema = z.strictObject({
  "routing-policy-name": routingPolicyNameSchema,
  "routing-policy-description": descriptionSchema.optional(),
  "routing-policy-direction": z.enum(["inbound", "outbound"]),
  "routing-policy-number": z.int().min(1).max(9999),
  "routing-policy-rules": z.array(routingRuleSchema).max(1000),
});
export type RoutingPolicy = z.infer<typeof routingPolicySchema>;

/** One of `attachment-routing-policy-rules` (2025.11): which routing policies an attachment of a label gets. */
export const attachmentRoutingRuleSchema = z.strictObject({
  "rule-number": z.int().min(1).max(65_535),
  description: descriptionSchema.optional(),
  "edge-locations": z.array(regionSchema).min(1).max(1000).optional(),
  conditions: z
    .array(z.strictObject({ type: z.literal("routing-policy-label"), value: z.string().min(1).max(256) }))
    .min(1)
    .max(100),
  action: z.strictObject({ "associate-routing-policies": z.array(routingPolicyNameSchema).min(1).max(100) }),
});
export type AttachmentRoutingRule = z.infer<typeof attachmentRoutingRuleSchema>;
