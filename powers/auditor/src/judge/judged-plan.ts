import type { Digest } from "@trias/core";
import type { ResourceChange } from "@trias/estate";
import type { Verdict } from "@trias/protocol";
import type { Sql } from "../ports.ts";
import type { Change } from "../store/writer.ts";

/** A plan as it was judged, with all that its warrant and its reconciliation need. */
export interface JudgedPlan {
  readonly caseId: string;
  readonly planDigest: Digest;
  readonly parsedDigest: Digest;
  readonly round: number;
  readonly verdict: Verdict;
  readonly verdictDigest: Digest;
  readonly verdictEntry: number;
  readonly steps: readonly { readonly id: string; readonly digest: Digest }[];
  /** What each step changes, in order, created things under their planned ids. */
  readonly changes: readonly StepChanges[];
  /** How long the cloud takes for it. */
  readonly seconds: number;
}

export interface StepChanges {
  readonly step: string;
  readonly changes: readonly ResourceChange[];
}

interface Row {
  readonly plan_digest: Digest;
  readonly parsed_digest: Digest;
  readonly round: number;
  readonly verdict: Verdict;
  readonly verdict_digest: Digest;
  readonly verdict_entry: number;
  readonly steps: JudgedPlan["steps"];
  readonly changes: JudgedPlan["changes"];
  readonly seconds: number;
}

export async function findJudgedPlan(sql: Sql, caseId: string, planDigest: string): Promise<JudgedPlan | null> {
  const [row] = await sql.query<Row>(
    `SELECT plan_digest, parsed_digest, round, verdict, verdict_digest, verdict_entry, steps, changes, seconds
     FROM auditor.judged_plan WHERE case_id = $1 AND plan_digest = $2`,
    [caseId, planDigest],
  );
  if (!row) return null;
  return {
    caseId,
    planDigest: row.plan_digest,
    parsedDigest: row.parsed_digest,
    round: row.round,
    verdict: row.verdict,
    verdictDigest: row.verdict_digest,
    verdictEntry: Number(row.verdict_entry),
    steps: row.steps,
    changes: row.changes,
    seconds: row.seconds,
  };
}

export function insertJudgedPlan(change: Change, judged: JudgedPlan): void {
  change.put(
    `INSERT INTO auditor.judged_plan
       (case_id, plan_digest, parsed_digest, round, verdict, verdict_digest, verdict_entry, steps, changes, seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      judged.caseId,
      judged.planDigest,
      judged.parsedDigest,
      judged.round,
      JSON.stringify(judged.verdict),
      judged.verdictDigest,
      judged.verdictEntry,
      JSON.stringify(judged.steps),
      JSON.stringify(judged.changes),
      judged.seconds,
    ],
  );
}
