import { z } from "zod";
import { caseIdSchema, digestSchema, nonceSchema, personSchema, roleSchema, timeSchema } from "./values.ts";

const bound = { plan_digest: digestSchema, verdict_digest: digestSchema, nonce: nonceSchema };

/** What a person sends about a case. Whatever commits to a plan repeats plan digest, verdict digest and the verdict's nonce. */
export const decisionInputSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answer"),
    nonce: nonceSchema,
    parameter: z.string().max(64),
    value: z.string().max(500),
  }),
  z.strictObject({ kind: z.literal("confirm"), ...bound, names: z.array(z.string().max(256)).min(1).max(100) }),
  z.strictObject({ kind: z.literal("approve"), ...bound, role: roleSchema }),
  z.strictObject({ kind: z.literal("reject"), ...bound, role: roleSchema, reason: z.string().min(1).max(1000) }),
  z.strictObject({ kind: z.literal("revise"), parameters: z.record(z.string().max(64), z.string().max(500)) }),
  z.strictObject({ kind: z.literal("withdraw"), reason: z.string().max(1000) }),
  z.strictObject({ kind: z.literal("cancel"), reason: z.string().max(1000) }),
]);
export type DecisionInput = z.infer<typeof decisionInputSchema>;

/** The auditor's record of what a person decided, as it goes into the ledger and, for approvals, into the warrant. */
export const decisionRecordSchema = z.strictObject({
  schema: z.literal("trias.decision/1"),
  case: caseIdSchema,
  decision: decisionInputSchema,
  person: personSchema,
  roles: z.array(roleSchema).max(16),
  /** The OIDC session that it is bound to: `jti` of the access token and its issue time. */
  session: z.strictObject({ jti: z.string().max(200), issued: timeSchema }),
  time: timeSchema,
});
export type DecisionRecord = z.infer<typeof decisionRecordSchema>;
