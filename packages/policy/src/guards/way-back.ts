import { type Facts, touchesProduction } from "../facts.ts";
import type { Finding } from "../finding.ts";

// INVARIANT (I11): the way back is proven first; a step that can't be undone is listed and asks for its approval.
export function wayBackFindings(facts: Facts): Finding[] {
  if (facts.changes === 0) return [];
  const unproven: Finding[] = facts.way_back_proven
    ? []
    : [
        {
          rule: "way_back.unproven",
          level: "block",
          message: "plan and inverse together do not come back to where they started",
          subject: "plan",
        },
      ];
  const irreversible = facts.irreversible.map(
    ({ step, reason }): Finding => ({
      rule: "way_back.irreversible",
      level: "escalate",
      message: `step ${step} can't be undone: ${reason}`,
      subject: step,
      approvers: touchesProduction(facts) ? ["network", "security"] : ["network"],
    }),
  );
  return [...unproven, ...irreversible];
}
