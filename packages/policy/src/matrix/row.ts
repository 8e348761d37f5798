import { roleSchema } from "@trias/protocol";
import { z } from "zod";

/** What a row of the decision matrix may ask of a case. What it does not name it takes as any. */
export const conditionsSchema = z.strictObject({
  production: z.boolean().optional(),
  /** For firewall rules; what does not say `block` is an allow. */
  effect: z.enum(["allow", "block"]).optional(),
  /** The case came from an authenticated finding of a malicious class, read without guessing. */
  malicious_finding: z.boolean().optional(),
  intelligence_agrees: z.boolean().optional(),
  access_expired_or_suspicious: z.boolean().optional(),
  /** Costs less than 100 USD a month more, the last 24 hours counted in. */
  under_100_usd: z.boolean().optional(),
  trend_sustained: z.boolean().optional(),
  /** Something becomes reachable from or to production. */
  reaches_production: z.boolean().optional(),
  /** Nobody uses yet what a rollback takes away. */
  rollback_unused: z.boolean().optional(),
  /** The case to roll back had been approved by somebody. */
  rollback_had_approvers: z.boolean().optional(),
});
export type Conditions = z.infer<typeof conditionsSchema>;
export type Condition = keyof Conditions;

/** The conditions as they stand for one intent of one case: all of them known. */
export type Situation = { readonly [C in Condition]-?: NonNullable<Conditions[C]> };

/** One row: for this intent (`*`: any) under these conditions these roles must agree; an empty list means it may go alone. */
export const matrixRowSchema = z.strictObject({
  intent: z.string().regex(/^(?:\*|[a-z][a-z0-9_]{0,63})$/, "expected an intent such as `create_segment`, or `*`"),
  when: conditionsSchema.optional(),
  roles: z.array(roleSchema).max(8),
  /** Also whoever approved the case that is rolled back. */
  approvers_of_case: z.boolean().optional(),
  reason: z.string().min(1).max(200),
});
export type MatrixRow = z.infer<typeof matrixRowSchema>;

/** The first row that fits, or undefined. */
export function firstRow(rows: readonly MatrixRow[], intent: string, situation: Situation): MatrixRow | undefined {
  return rows.find((row) => (row.intent === "*" || row.intent === intent) && holds(row.when ?? {}, situation));
}

function holds(when: Conditions, situation: Situation): boolean {
  return (Object.keys(when) as Condition[]).every((key) => when[key] === undefined || when[key] === situation[key]);
}
