import type { Assessment } from "@trias/reasoning";
import { OrchestratorError } from "../errors.ts";
import type { Database } from "../ports.ts";
import type { Evidence } from "../steps/gather.ts";

/** A plan as it was submitted, with what it was made from. */
export interface MadePlan {
  readonly digest: string;
  readonly caseId: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly locks: readonly string[];
  readonly findings: { readonly evidence: readonly Evidence[]; readonly assessment: Assessment | null };
}

interface Row {
  readonly digest: string;
  readonly case_id: string;
  readonly round: number;
  readonly bytes: Uint8Array;
  readonly locks: string[];
  readonly findings: MadePlan["findings"];
}

const COLUMNS = "digest, case_id, round, bytes, locks, findings";

export async function savePlan(database: Database, plan: MadePlan): Promise<void> {
  await database.query(
    `INSERT INTO orchestrator.plan (${COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (digest) DO NOTHING`,
    [plan.digest, plan.caseId, plan.round, plan.bytes, plan.locks, JSON.stringify(plan.findings)],
  );
}

export async function findPlan(database: Database, caseId: string, digest: string): Promise<MadePlan> {
  const { rows } = await database.query<Row>(
    `SELECT ${COLUMNS} FROM orchestrator.plan WHERE case_id = $1 AND digest = $2`,
    [caseId, digest],
  );
  const [row] = rows;
  if (row === undefined) {
    throw new OrchestratorError("plan_missing", `no plan \`${digest}\` was made here for this case`, { at: caseId });
  }
  const { case_id, bytes, ...rest } = row;
  return { ...rest, caseId: case_id, bytes: new Uint8Array(bytes) };
}
