import { z } from "zod";
import { descriptionSchema, nameSchema } from "./values.ts";

export const operatorSchema = z.enum(["equals", "not-equals", "contains", "begins-with"]);
export type Operator = z.infer<typeof operatorSchema>;

/** YAML templates that were turned into JSON hold `true` or a number where AWS wants a string. */
const text = (max: number) =>
  z.union([z.string().max(max), z.boolean(), z.number()], { error: "expected a string" }).transform(String);

const tagKey = z.string().min(1).max(128);

export const conditionSchema = z.discriminatedUnion(
  "type",
  [
    z.strictObject({ type: z.literal("any") }),
    z.strictObject({ type: z.literal("tag-exists"), key: tagKey }),
    z.strictObject({ type: z.literal("tag-value"), key: tagKey, operator: operatorSchema, value: text(256) }),
    /** In AWS's model, but nowhere described: understood, never decided. */
    z.strictObject({
      type: z.literal("tag-name"),
      key: tagKey.optional(),
      operator: operatorSchema.optional(),
      value: text(256).optional(),
    }),
    z.strictObject({ type: z.enum(["account-id", "account"]), operator: operatorSchema, value: text(64) }),
    z.strictObject({ type: z.literal("region"), operator: operatorSchema, value: text(64) }),
    z.strictObject({ type: z.literal("resource-id"), operator: operatorSchema, value: text(256) }),
    z.strictObject({
      type: z.literal("attachment-type"),
      operator: z.literal("equals"),
      // `vpn` stands in an example of AWS's own (R63).
      value: z.enum([
        "vpc",
        "vpn",
        "site-to-site-vpn",
        "connect",
        "direct-connect-gateway",
        "transit-gateway-route-table",
      ]),
    }),
  ],
  {
    error:
      "expected `any`, `tag-exists`, `tag-value`, `tag-name`, `account-id`, `account`, `region`, `resource-id` or `attachment-type`",
  },
);
export type Condition = z.infer<typeof conditionSchema>;

const acceptance = { "require-acceptance": z.boolean().optional() };

/** What a rule does with an attachment it matches; the three forms have no key that tells them apart. */
const actionSchema = z
  .strictObject({
    "association-method": z.enum(["constant", "tag"]).optional(),
    segment: nameSchema.optional(),
    "tag-value-of-key": tagKey.optional(),
    "add-to-network-function-group": nameSchema.optional(),
    ...acceptance,
  })
  .superRefine((action, context) => {
    const wrong = (message: string) => context.addIssue({ code: "custom", message });
    const group = action["add-to-network-function-group"] !== undefined;
    const method = action["association-method"];
    if (group && (method !== undefined || action.segment !== undefined || action["tag-value-of-key"] !== undefined)) {
      wrong("expected `add-to-network-function-group` alone: an attachment joins a group or a segment");
    } else if (!group && method === undefined) {
      wrong("expected `association-method` (`constant` or `tag`) or `add-to-network-function-group`");
    } else if (method === "constant" && (action.segment === undefined || action["tag-value-of-key"] !== undefined)) {
      wrong("expected `segment` with the association method `constant`");
    } else if (method === "tag" && (action["tag-value-of-key"] === undefined || action.segment !== undefined)) {
      wrong("expected `tag-value-of-key` with the association method `tag`");
    }
  });

/** One of `attachment-policies`; they are tried in the order of their numbers. */
export const attachmentRuleSchema = z.strictObject({
  "rule-number": z.int().min(1).max(65_535),
  description: descriptionSchema.optional(),
  "condition-logic": z.enum(["and", "or"]).optional(),
  conditions: z.array(conditionSchema).min(1).max(1000),
  action: actionSchema,
});
export type AttachmentRule = z.infer<typeof attachmentRuleSchema>;
