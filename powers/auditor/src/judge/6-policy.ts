import {
  autonomy,
  type CedarEngine,
  type Charter,
  evaluatePolicies,
  type Facts,
  matrixApprovals,
  mergeOutcomes,
  NOTHING,
  type Outcome,
  unlistedApprovals,
} from "@trias/policy";

/** The seven in both forms, the charter's guards and policies, the decision matrix, and how far the case may go by itself. */
export function applyPolicy(facts: Facts, charter: Charter, cedar: CedarEngine): Outcome {
  const { disagreement: _, ...policies } = evaluatePolicies(facts, charter, cedar);
  const matrix: Outcome = { ...NOTHING, approvals: matrixApprovals(facts, charter) };
  const { level: _level, ...held } = autonomy(facts, charter);
  return mergeOutcomes(policies, matrix, held);
}

/** A concern that asks for people and names nobody is answered by those who answer for what no row lists. */
export function withSomebody(outcome: Outcome, facts: Facts): Outcome {
  const asks = outcome.concerns.some(({ level }) => level === "escalate");
  if (!asks || outcome.approvals.length > 0 || outcome.confirmations.length > 0) return outcome;
  return mergeOutcomes(outcome, { ...NOTHING, approvals: unlistedApprovals(facts, "a concern asks for a person") });
}
