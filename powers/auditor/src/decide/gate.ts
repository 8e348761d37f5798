import type { NeededApproval, Role } from "@trias/protocol";
import type { CaseFile, DecisionNote, VerdictNote } from "../cases/case-file.ts";
import { move } from "../cases/edit.ts";

/** Decisions about exactly this verdict: an edited or newer plan has another, and what was said about the old one is void. */
export function decisionsOn(file: CaseFile, verdict: VerdictNote): readonly DecisionNote[] {
  return file.decisions.filter((decision) => decision.verdict_digest === verdict.digest);
}

export function missingApprovals(file: CaseFile, verdict: VerdictNote): NeededApproval[] {
  const given = new Set<Role | null>();
  for (const { kind, role } of decisionsOn(file, verdict)) if (kind === "approve") given.add(role);
  return verdict.approvals.filter(({ role }) => !given.has(role));
}

export function missingConfirmations(file: CaseFile, verdict: VerdictNote): string[] {
  const given = new Set(decisionsOn(file, verdict).flatMap(({ kind, names }) => (kind === "confirm" ? names : [])));
  return verdict.confirmations.filter((name) => !given.has(name));
}

/** Puts a judged case where it waits for the next person, or `ready` where nobody is missing. */
export function passGate(file: CaseFile, verdict: VerdictNote, now: number): CaseFile {
  const unconfirmed = missingConfirmations(file, verdict);
  if (unconfirmed.length > 0) {
    return move(file, "waiting_confirmation", `to be confirmed by name: ${unconfirmed.join(", ")}`, now);
  }
  const missing = missingApprovals(file, verdict);
  if (missing.length > 0) {
    return move(file, "waiting_approval", `to be approved by ${missing.map(({ role }) => role).join(", ")}`, now);
  }
  return move(file, "ready", "everything that it needs is in place", now);
}
