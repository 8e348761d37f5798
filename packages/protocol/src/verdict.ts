import { z } from "zod";
import {
  caseIdSchema,
  digestSchema,
  flowSchema,
  intentSchema,
  nonceSchema,
  resourceStateSchema,
  roleSchema,
  timeSchema,
} from "./values.ts";

export const decisionSchema = z.enum(["approved", "amend", "escalated", "vetoed"]);
export type Decision = z.infer<typeof decisionSchema>;

/** How much one concern weighs: `block` vetoes, `escalate` asks people, `fix` asks for another plan, `warn` is said. */
export const concernLevelSchema = z.enum(["warn", "fix", "escalate", "block"]);
export type ConcernLevel = z.infer<typeof concernLevelSchema>;

/** One thing that the auditor noticed, with the line it is about. */
export const concernSchema = z.strictObject({
  /** Stable name of the check, such as `scope.change_outside` or `P3`. */
  id: z.string().max(100),
  policy: z.string().max(100).optional(),
  level: concernLevelSchema,
  message: z.string().max(1000),
  /** The line of the plan or the resource that it is about: `steps[2] authorize sg-0a1`. */
  subject: z.string().max(500),
});
export type Concern = z.infer<typeof concernSchema>;

export const neededApprovalSchema = z.strictObject({ role: roleSchema, reason: z.string().max(300) });
export type NeededApproval = z.infer<typeof neededApprovalSchema>;

/** A change of one resource that the auditor derived itself from the raw actions. */
export const resourceChangeSummarySchema = z.strictObject({
  step: z.string().max(8),
  op: z.enum(["create", "update", "delete"]),
  part: z.string().max(64),
  id: z.string().max(256),
  summary: z.string().max(500),
});
export type ResourceChangeSummary = z.infer<typeof resourceChangeSummarySchema>;

export const verdictSchema = z.strictObject({
  schema: z.literal("trias.verdict/1"),
  case: caseIdSchema,
  round: z.int().min(1),
  /** Digest of the plan's bytes as received. */
  plan_digest: digestSchema,
  decision: decisionSchema,
  concerns: z.array(concernSchema).max(500),
  /** Inputs to plan again with; only where `decision` is `amend`. */
  amendments: z
    .array(z.strictObject({ parameter: z.string().max(64), value: z.json(), reason: z.string().max(300) }))
    .max(20),
  approvals: z.array(neededApprovalSchema).max(16),
  /** Deletions that the requester must name to confirm (P2). */
  confirmations: z.array(z.string().max(256)).max(100),
  /** The auditor's own reading of the request. */
  understood: z.array(intentSchema).max(16),
  changes: z.array(resourceChangeSummarySchema).max(2000),
  opened: z.array(flowSchema).max(2000),
  closed: z.array(flowSchema).max(2000),
  monthly_usd: z.number().nullable(),
  monthly_usd_delta: z.number().nullable(),
  estate: z.strictObject({ lineage: nonceSchema, serial: z.int(), time: timeSchema }),
  /** Resources the plan touches, and all that the verdict relied on (a superset). */
  touches: z.array(resourceStateSchema).max(2000),
  footprint: z.array(resourceStateSchema).max(5000),
  hard_policies: digestSchema,
  charter: digestSchema,
  nonce: nonceSchema,
  time: timeSchema,
});
export type Verdict = z.infer<typeof verdictSchema>;
