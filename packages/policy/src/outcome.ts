import type { Concern, NeededApproval } from "@trias/protocol";

/** What a policy, the matrix or the autonomy levels add to a verdict. */
export interface Outcome {
  readonly concerns: readonly Concern[];
  readonly approvals: readonly NeededApproval[];
  /** What the requester has to name before it goes away (P2). */
  readonly confirmations: readonly string[];
  /** Reasons for which nothing may run whoever approves: too old an estate, a level that only observes. */
  readonly holds: readonly string[];
}

export const NOTHING: Outcome = { concerns: [], approvals: [], confirmations: [], holds: [] };
