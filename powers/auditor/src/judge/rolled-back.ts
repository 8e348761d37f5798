import type { ResourceChange } from "@trias/estate";
import { createdIdsOf, substitutePlanned } from "@trias/plan";
import { findCase } from "../cases/case-store.ts";
import type { Sql } from "../ports.ts";
import type { RolledBack } from "./context.ts";
import { findJudgedPlan } from "./judged-plan.ts";

/** What a case executed, with the ids that the cloud gave; null where it is not known to have executed its plan to the end. */
export async function executedBy(sql: Sql, caseId: string): Promise<RolledBack | null> {
  const stored = await findCase(sql, caseId);
  const execution = stored?.file.execution;
  if (!stored || !execution || stored.file.state !== "done") return null;
  const judged = await findJudgedPlan(sql, caseId, execution.plan_digest);
  if (!judged) return null;
  const ids = createdIdsOf(execution.steps);
  const executed: readonly ResourceChange[] = substitutePlanned(
    judged.changes.flatMap(({ changes }) => changes),
    ids,
  );
  const approvers = stored.file.decisions.flatMap(({ kind, role, verdict_digest }) =>
    kind === "approve" && role !== null && verdict_digest === judged.verdictDigest ? [role] : [],
  );
  return { case: caseId, executed, approvers: [...new Set(approvers)] };
}
