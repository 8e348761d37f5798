import { digestSchema, roleSchema, timeSchema } from "@trias/protocol";
import { z } from "zod";
import { organisationPolicySchema } from "../cedar/organisation-policy.ts";
import { CFO_USD, FINANCE_USD } from "../hard/p4-cost.ts";
import { matrixRowSchema } from "../matrix/row.ts";
import { invariantSchema } from "./invariants.ts";
import { blockSchema, keySchema, nameSchema } from "./values.ts";

/** The environments that a rule can name; what has none that is known is treated as production. */
const ruledEnvironmentSchema = z.enum(["production", "non-production"]);

/** The identity provider's group that gives each role. */
export const rolesFileSchema = z.strictObject({
  roles: z.record(roleSchema, z.string().min(1).max(200)),
});

export const matrixFileSchema = z.strictObject({ rows: z.array(matrixRowSchema).max(500) });

export const autonomyLevelSchema = z.enum(["observe", "propose", "approve", "auto"]);
export type AutonomyLevel = z.infer<typeof autonomyLevelSchema>;

/** First match wins; what a rule does not name it takes as any. */
export const autonomyFileSchema = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        environment: ruledEnvironmentSchema.optional(),
        segment: nameSchema.optional(),
        intent: nameSchema.optional(),
        level: autonomyLevelSchema,
        reason: z.string().max(300).optional(),
      }),
    )
    .max(500),
  default: autonomyLevelSchema,
});

const perHour = z.int().min(0).max(100_000);

export const capsFileSchema = z.strictObject({
  containment_per_hour: perHour,
  containment_per_segment_per_hour: perHour,
  block_ip_per_hour: perHour,
  emergency_tickets_per_hour: perHour,
  /** Whether isolating the last healthy target of a load balancer needs a person. */
  never_last_healthy_target: z.boolean(),
});

export const neverListFileSchema = z.strictObject({
  ranges: z.array(z.strictObject({ cidr: blockSchema, reason: z.string().min(1).max(200) })).max(10_000),
});

/** How old, in seconds, a part of the estate may be for a verdict. */
export const freshnessFileSchema = z.strictObject({
  containment_seconds: z.int().min(1).max(86_400),
  change_seconds: z.int().min(1).max(86_400),
});

export const publicEntriesFileSchema = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        load_balancer: z.string().min(1).max(256),
        port: z.int().min(1).max(65_535),
        reason: z.string().max(200).optional(),
      }),
    )
    .max(1000),
});

/** A topic of SNS whose notifications count as signed, and the certificates of SNS that may have signed them. */
const snsTopicSchema = z.strictObject({
  name: nameSchema,
  topic: z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/),
  certificates: z.array(z.string().min(1).max(8192)).min(1).max(8),
});

export const eventSourcesFileSchema = z.strictObject({
  sources: z.record(nameSchema, keySchema),
  sns_topics: z.array(snsTopicSchema).max(100).default([]),
});

/** The key that signs what the charter imports; null where nobody signs yet. */
export const keysFileSchema = z.strictObject({ charter: keySchema.nullable() });

export const calendarFileSchema = z.strictObject({
  freezes: z
    .array(
      z.strictObject({
        id: nameSchema,
        from: timeSchema,
        until: timeSchema,
        environments: z.array(ruledEnvironmentSchema).min(1).max(2),
        /** Who may let a change through all the same. */
        approvers: z.array(roleSchema).min(1).max(8),
        reason: z.string().max(300),
      }),
    )
    .max(500),
});

/** As the file may say it: a looser value is refused when the charter is assembled, with its line. */
export const limitsFileSchema = z.strictObject({
  requester_may_approve: z.boolean(),
  distinct_persons: z.boolean(),
  max_amend_rounds: z.int().min(0).max(100),
  budgets: z.strictObject({ finance_usd: z.number().min(0), cfo_usd: z.number().min(0) }),
});
export type LimitsFile = z.infer<typeof limitsFileSchema>;

export const MAX_AMEND_ROUNDS = 3;

/** As a charter holds it: whoever passes an assembled charter on can't loosen it on the way. */
const limitsSchema = z.strictObject({
  requester_may_approve: z.literal(false),
  distinct_persons: z.literal(true),
  max_amend_rounds: z.int().min(0).max(MAX_AMEND_ROUNDS),
  budgets: z.strictObject({
    finance_usd: z.number().min(0).max(FINANCE_USD),
    cfo_usd: z.number().min(0).max(CFO_USD),
  }),
});

export const threatEntrySchema = z.strictObject({
  cidr: blockSchema,
  kind: z.string().min(1).max(64),
  until: timeSchema,
});
export const threatListSchema = z.strictObject({
  schema: z.literal("trias.threat-intelligence/1"),
  time: timeSchema,
  entries: z.array(threatEntrySchema).max(100_000),
});

/** The list that was signed with the charter's key, or why there is none. */
export const threatIntelligenceSchema = z.discriminatedUnion("status", [
  z.strictObject({ status: z.literal("verified"), time: timeSchema, entries: z.array(threatEntrySchema) }),
  z.strictObject({ status: z.literal("absent"), reason: z.string() }),
]);

/** The whole charter as one value: what people decided, checked, and never looser than the hard policies. */
export const charterSchema = z.strictObject({
  schema: z.literal("trias.charter/1"),
  /** Over the files' texts by path. */
  digest: digestSchema,
  roles: rolesFileSchema.shape.roles,
  matrix: matrixFileSchema.shape.rows,
  autonomy: autonomyFileSchema,
  caps: capsFileSchema,
  never_list: neverListFileSchema.shape.ranges,
  freshness: freshnessFileSchema,
  public_entries: publicEntriesFileSchema.shape.entries,
  event_sources: eventSourcesFileSchema.shape.sources,
  sns_topics: z.array(snsTopicSchema).max(100),
  keys: keysFileSchema,
  calendar: calendarFileSchema,
  invariants: z.array(invariantSchema).max(1000),
  limits: limitsSchema,
  threat_intelligence: threatIntelligenceSchema,
  policies: z.array(organisationPolicySchema).max(100),
});
export type Charter = z.infer<typeof charterSchema>;
