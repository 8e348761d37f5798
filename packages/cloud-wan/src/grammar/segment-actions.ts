import { z } from "zod";
import { cidrSchema, descriptionSchema, nameSchema, regionSchema, routingPolicyNameSchema } from "./values.ts";

const names = z.array(nameSchema).max(1000);
const policyNames = z.array(routingPolicyNameSchema).max(1000);
/** A published policy names one segment without a list. */
function oneAsList(value: string | string[]): "*" | string[] {
  return value === "*" ? "*" : Array.isArray(value) ? value : [value];
}

const description = descriptionSchema.optional();

const overrideSchema = z.strictObject({
  /** Unordered: `[["a","b"]]` is between a and b, `[["a"]]` is inside a. */
  "edge-sets": z.array(z.array(regionSchema).min(1).max(100)).min(1).max(1000),
  "use-edge-location": regionSchema,
});
export type EdgeOverride = z.infer<typeof overrideSchema>;

const viaSchema = z.strictObject({
  "network-function-groups": names.min(1),
  "with-edge-overrides": z.array(overrideSchema).max(1000).optional(),
});
export type Via = z.infer<typeof viaSchema>;

export const shareSchema = z.strictObject({
  action: z.literal("share"),
  mode: z.literal("attachment-route"),
  segment: nameSchema,
  "share-with": z
    .union([z.literal("*"), names.min(1), nameSchema, z.strictObject({ except: names.min(1) })], {
      error: 'expected `"*"`, a list of segments, or `{"except": […]}`',
    })
    .transform((value) => (typeof value === "string" ? oneAsList(value) : value)),
  "routing-policy-names": policyNames.optional(),
  description,
});
export type ShareAction = z.infer<typeof shareSchema>;

export const createRouteSchema = z.strictObject({
  action: z.literal("create-route"),
  segment: nameSchema,
  "destination-cidr-blocks": z.array(cidrSchema).min(1).max(1000),
  destinations: z
    .array(
      z
        .string()
        .regex(
          /^[A-Za-z][\w./-]{0,127}$/,
          "expected an attachment's id such as `attachment-0123456789abcdef0`, or `blackhole`",
        ),
    )
    .min(1)
    .max(1000),
  description,
});
export type CreateRouteAction = z.infer<typeof createRouteSchema>;

export const sendViaSchema = z.strictObject({
  action: z.literal("send-via"),
  segment: nameSchema,
  mode: z.enum(["single-hop", "dual-hop"]),
  "when-sent-to": z
    .strictObject({
      segments: z
        .union([z.literal("*"), names.min(1), nameSchema], { error: 'expected `"*"` or a list of segments' })
        .transform(oneAsList),
    })
    .optional(),
  via: viaSchema,
  description,
});
export type SendViaAction = z.infer<typeof sendViaSchema>;

export const sendToSchema = z.strictObject({
  action: z.literal("send-to"),
  segment: nameSchema,
  via: viaSchema,
  description,
});
export type SendToAction = z.infer<typeof sendToSchema>;

/** From one edge to another within a segment (2025.11). */
export const associateRoutingPolicySchema = z.strictObject({
  action: z.literal("associate-routing-policy"),
  segment: nameSchema,
  "edge-location-association": z.strictObject({
    "edge-location": regionSchema,
    "peer-edge-location": regionSchema,
    "routing-policy-names": policyNames.min(1),
  }),
  description,
});
export type AssociateRoutingPolicyAction = z.infer<typeof associateRoutingPolicySchema>;

export const segmentActionSchema = z.discriminatedUnion(
  "action",
  [shareSchema, createRouteSchema, sendViaSchema, sendToSchema, associateRoutingPolicySchema],
  { error: "expected `share`, `create-route`, `send-via`, `send-to` or `associate-routing-policy`" },
);
export type SegmentAction = z.infer<typeof segmentActionSchema>;
