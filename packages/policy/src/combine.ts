import type { Decision } from "@trias/protocol";
import type { Outcome } from "./outcome.ts";

/** Veto before escalate before amend before approve: the weightiest thing that anybody said. */
export function combine({ concerns, approvals, confirmations, holds }: Outcome): Decision {
  const has = (level: string) => concerns.some((concern) => concern.level === level);
  if (has("block")) return "vetoed";
  if (has("escalate") || approvals.length > 0 || confirmations.length > 0 || holds.length > 0) return "escalated";
  return has("fix") ? "amend" : "approved";
}
