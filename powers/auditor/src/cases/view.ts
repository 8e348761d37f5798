import { type CaseView, ENDED_STATES } from "@trias/protocol";
import { decisionsOn, missingApprovals, missingConfirmations } from "../decide/gate.ts";
import type { CaseFile, StoredCase, VerdictNote } from "./case-file.ts";
import { explanationsOf } from "./explain.ts";

/** A case as people and programs see it. */
export function viewOf({ file, version, heard }: StoredCase, now: number): CaseView {
  const { plan, verdict, execution } = file;
  return {
    case: file.id,
    kind: file.kind,
    subject: file.subject,
    authenticated: file.kind === "change" || file.source !== null,
    requester: file.requester,
    ...(file.kind === "change" || file.understood.length > 0 ? { intents: [...file.understood] } : {}),
    ...(file.incident === null ? {} : { incident: file.incident }),
    ...(file.question === null ? {} : { question: file.question }),
    ...(verdict === null ? {} : { verdict: verdictView(file, verdict) }),
    ...(plan === null
      ? {}
      : {
          plan: {
            digest: plan.digest,
            steps: plan.steps.map(({ action, target, line }) => ({ action, target, summary: line })),
            monthly_usd: verdict?.monthly_usd ?? null,
            monthly_usd_delta: verdict?.monthly_usd_delta ?? null,
          },
        }),
    ...(verdict === null ? {} : { simulation: { opened: [...verdict.opened], closed: [...verdict.closed] } }),
    state: file.state,
    reason: file.reason,
    ...(file.answer === undefined ? {} : { answer: file.answer }),
    ...(execution === null
      ? {}
      : {
          result: {
            execution: execution.warrant,
            steps: execution.steps.map(({ step, direction, status, message }) => ({
              step,
              direction,
              status,
              message,
            })),
            reconciled: execution.reconciled,
          },
        }),
    count: heard,
    explanations: explanationsOf(file),
    timeline: [...file.timeline],
    version,
    elapsed_ms: elapsed(file, now),
  };
}

function verdictView(file: CaseFile, verdict: VerdictNote): NonNullable<CaseView["verdict"]> {
  const missing = new Set(missingApprovals(file, verdict).map(({ role }) => role));
  const rejected = new Set(
    decisionsOn(file, verdict).flatMap(({ kind, role }) => (kind === "reject" && role !== null ? [role] : [])),
  );
  return {
    decision: verdict.decision,
    concerns: [...verdict.concerns],
    approvals: verdict.approvals.map(({ role, reason }) => ({
      role,
      reason,
      status: rejected.has(role) ? "rejected" : missing.has(role) ? "needed" : "approved",
    })),
    digest: verdict.digest,
    nonce: verdict.nonce,
    confirmations: missingConfirmations(file, verdict),
  };
}

/** From arrival to the end, or to now. */
function elapsed(file: CaseFile, now: number): number {
  const end = ENDED_STATES.has(file.state) ? Date.parse(file.since) : now;
  return Math.max(0, end - Date.parse(file.opened));
}
