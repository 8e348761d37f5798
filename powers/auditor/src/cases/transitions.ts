import type { CaseState } from "@trias/protocol";
import { AuditorError } from "../errors.ts";

const STOPPED: readonly CaseState[] = ["withdrawn", "cancelled", "closed"];

/** Which state may follow which. What is not listed is refused, so that no late message wakes a case that has ended. */
const NEXT: Readonly<Partial<Record<CaseState, readonly CaseState[]>>> = {
  received: ["planning", "waiting_answer", "waiting_service", "unavailable", ...STOPPED],
  planning: [
    "planning",
    "ready",
    "waiting_answer",
    "waiting_confirmation",
    "waiting_approval",
    "waiting_service",
    "vetoed",
    "unavailable",
    "failed",
    ...STOPPED,
  ],
  ready: ["planning", "executing", "waiting_service", "rejected", ...STOPPED],
  executing: ["reconciling", "failed", "unknown_outcome"],
  reconciling: ["done", "rolled_back", "failed", "unknown_outcome"],
  waiting_answer: ["planning", "waiting_answer", "waiting_service", "unavailable", ...STOPPED],
  // One of several yeses leaves it waiting for the next.
  waiting_confirmation: [
    "waiting_confirmation",
    "waiting_approval",
    "ready",
    "planning",
    "waiting_answer",
    "rejected",
    ...STOPPED,
  ],
  waiting_approval: [
    "waiting_approval",
    "waiting_confirmation",
    "ready",
    "planning",
    "waiting_answer",
    "rejected",
    ...STOPPED,
  ],
  // By another case, which took back what this one did.
  done: ["rolled_back"],
  waiting_service: ["planning", "waiting_answer", "waiting_service", "unavailable", "vetoed", ...STOPPED],
};

export function checkTransition(from: CaseState, to: CaseState): void {
  if (NEXT[from]?.includes(to)) return;
  throw new AuditorError("conflict", `a case that is \`${from}\` can't become \`${to}\``, {
    fix: "look at the case again: it has moved on",
  });
}
