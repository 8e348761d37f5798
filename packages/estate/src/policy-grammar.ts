import { z } from "zod";

const name = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/, "expected a letter, then letters and digits, at most 64");
const names = z.array(name).max(40);
const region = z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "expected a region such as `eu-west-1`");
const text = z.string().max(500);

export const policySegmentSchema = z.strictObject({
  name,
  description: text.optional(),
  "edge-locations": z.array(region).max(40).optional(),
  "isolate-attachments": z.boolean().optional(),
  "require-attachment-acceptance": z.boolean().optional(),
  "deny-filter": names.optional(),
  "allow-filter": names.optional(),
});
export type PolicySegment = z.infer<typeof policySegmentSchema>;

export const functionGroupSchema = z.strictObject({
  name,
  description: text.optional(),
  "require-attachment-acceptance": z.boolean().optional(),
});
export type FunctionGroup = z.infer<typeof functionGroupSchema>;

const via = z.strictObject({
  "network-function-groups": names.min(1),
  "with-edge-overrides": z
    .array(z.strictObject({ "edge-sets": z.array(z.array(region).max(40)).max(400), "use-edge-location": region }))
    .max(400)
    .optional(),
});

export const segmentActionSchema = z.discriminatedUnion("action", [
  z.strictObject({
    action: z.literal("share"),
    mode: z.literal("attachment-route"),
    segment: name,
    "share-with": z.union([z.literal("*"), names, z.strictObject({ except: names })]),
    description: text.optional(),
  }),
  z.strictObject({
    action: z.literal("create-route"),
    segment: name,
    "destination-cidr-blocks": z.array(z.string().max(49)).min(1).max(1000),
    destinations: z
      .array(z.string().regex(/^(?:blackhole|attachment-[0-9a-f]{8,17})$/))
      .min(1)
      .max(40),
    description: text.optional(),
  }),
  z.strictObject({
    action: z.literal("send-via"),
    segment: name,
    mode: z.enum(["single-hop", "dual-hop"]),
    "when-sent-to": z.strictObject({ segments: z.union([z.literal("*"), names]) }).optional(),
    via,
    description: text.optional(),
  }),
  z.strictObject({ action: z.literal("send-to"), segment: name, via, description: text.optional() }),
]);
export type SegmentAction = z.infer<typeof segmentActionSchema>;

const operator = z.enum(["equals", "not-equals", "contains", "begins-with"]);
export const conditionSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("any") }),
  z.strictObject({ type: z.literal("tag-exists"), key: z.string().max(128) }),
  z.strictObject({ type: z.literal("tag-value"), key: z.string().max(128), operator, value: z.string().max(256) }),
  z.strictObject({ type: z.enum(["account-id", "account"]), operator, value: z.string().max(64) }),
  z.strictObject({ type: z.literal("region"), operator, value: z.string().max(64) }),
  z.strictObject({ type: z.literal("resource-id"), operator, value: z.string().max(256) }),
  z.strictObject({
    type: z.literal("attachment-type"),
    operator: z.literal("equals"),
    value: z.enum([
      "vpc",
      "vpn",
      "site-to-site-vpn",
      "connect",
      "direct-connect-gateway",
      "transit-gateway-route-table",
    ]),
  }),
]);
export type Condition = z.infer<typeof conditionSchema>;

const acceptance = { "require-acceptance": z.boolean().optional() };
export const attachmentRuleSchema = z.strictObject({
  "rule-number": z.int().min(1).max(65_535),
  description: text.optional(),
  "condition-logic": z.enum(["and", "or"]).optional(),
  conditions: z.array(conditionSchema).min(1).max(50),
  action: z.union([
    z.strictObject({ "association-method": z.literal("constant"), segment: name, ...acceptance }),
    z.strictObject({ "association-method": z.literal("tag"), "tag-value-of-key": z.string().max(128), ...acceptance }),
    z.strictObject({ "add-to-network-function-group": name, ...acceptance }),
  ]),
});
export type AttachmentRule = z.infer<typeof attachmentRuleSchema>;

export const configurationSchema = z.strictObject({
  "asn-ranges": z.array(z.string().regex(/^\d+(?:-\d+)?$/, "expected a range such as `64512-64555`")).min(1),
  "inside-cidr-blocks": z.array(z.string().max(49)).optional(),
  "vpn-ecmp-support": z.boolean().optional(),
  "dns-support": z.boolean().optional(),
  "security-group-referencing-support": z.boolean().optional(),
  "edge-locations": z
    .array(
      z.strictObject({
        location: region,
        asn: z.int().optional(),
        "inside-cidr-blocks": z.array(z.string()).optional(),
      }),
    )
    .min(1)
    .max(40),
});
export type CoreConfiguration = z.infer<typeof configurationSchema>;

/** Every key that a document may have at its top; those marked false are AWS's, but not modelled here. */
export const TOP_KEYS: Readonly<Record<string, boolean>> = {
  version: true,
  "core-network-configuration": true,
  segments: true,
  "network-function-groups": true,
  "segment-actions": true,
  "attachment-policies": true,
  "routing-policies": false,
  "attachment-routing-policy-rules": false,
};
