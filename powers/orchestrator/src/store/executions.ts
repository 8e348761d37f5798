import { type ExecutionReport, executionReportSchema, parseValue } from "@trias/protocol";
import type { Database } from "../ports.ts";
import type { MadePlan, Plans } from "./plans.ts";

export interface Execution {
  readonly id: string;
  readonly report: ExecutionReport;
}

export async function saveExecution(database: Database, { id, report }: Execution): Promise<void> {
  await database.query(
    `INSERT INTO orchestrator.execution (plan_digest, case_id, execution, report) VALUES ($1, $2, $3, $4)
     ON CONFLICT (plan_digest) DO NOTHING`,
    [report.plan_digest, report.case, id, JSON.stringify(report)],
  );
}

/** The plan that a case executed to its end, and the report of it; null where it executed none. */
export async function executedPlan(
  database: Database,
  plans: Plans,
  caseId: string,
): Promise<{ readonly plan: MadePlan; readonly report: ExecutionReport } | null> {
  const { rows } = await database.query<{ plan_digest: string; report: unknown }>(
    `SELECT plan_digest, report FROM orchestrator.execution
     WHERE case_id = $1 AND report->>'state' = 'executed' ORDER BY ended DESC LIMIT 1`,
    [caseId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const report = parseValue(executionReportSchema, row.report, "the stored report");
  return { plan: await plans.find(caseId, row.plan_digest), report };
}

export async function saveLessons(
  database: Database,
  caseId: string,
  planDigest: string,
  lessons: readonly string[],
): Promise<void> {
  if (lessons.length === 0) return;
  await database.query(
    `INSERT INTO orchestrator.lesson (plan_digest, n, case_id, text)
     SELECT $1, l.n, $2, l.text FROM unnest($3::text[]) WITH ORDINALITY AS l(text, n) ON CONFLICT DO NOTHING`,
    [planDigest, caseId, lessons],
  );
}
