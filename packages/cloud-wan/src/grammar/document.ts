import { z } from "zod";
import { type AttachmentRule, attachmentRuleSchema } from "./attachment-policies.ts";
import { type CoreConfiguration, configurationSchema } from "./configuration.ts";
import {
  type AttachmentRoutingRule,
  attachmentRoutingRuleSchema,
  type RoutingPolicy,
  routingPolicySchema,
} from "./routing-policies.ts";
import { type SegmentAction, segmentActionSchema } from "./segment-actions.ts";
import { type FunctionGroup, functionGroupSchema, type Segment, segmentSchema } from "./segments.ts";

/** A core network policy whose every part was understood; indices are those of the document. */
export interface CoreNetworkPolicy {
  readonly version: "2021.12" | "2025.11";
  readonly configuration: CoreConfiguration;
  readonly segments: readonly Segment[];
  readonly functionGroups: readonly FunctionGroup[];
  readonly segmentActions: readonly SegmentAction[];
  readonly attachmentRules: readonly AttachmentRule[];
  readonly routingPolicies: readonly RoutingPolicy[];
  readonly attachmentRoutingRules: readonly AttachmentRoutingRule[];
}

/** Bounds of a list, well above AWS's quotas: they keep the reader's work bounded, the linter speaks of quotas. */
const MOST = 20_000;

const list = <T extends z.ZodType>(item: T) => z.array(item).max(MOST);

/** The whole document, both versions; 2025.11 is a superset of 2021.12 (aws-domain A2). */
export const documentSchema = z.strictObject({
  version: z.enum(["2021.12", "2025.11"]),
  "core-network-configuration": configurationSchema,
  segments: list(segmentSchema).min(1),
  "network-function-groups": list(functionGroupSchema).optional(),
  "segment-actions": list(segmentActionSchema).optional(),
  "attachment-policies": list(attachmentRuleSchema).optional(),
  "routing-policies": list(routingPolicySchema).optional(),
  "attachment-routing-policy-rules": list(attachmentRoutingRuleSchema).optional(),
});
