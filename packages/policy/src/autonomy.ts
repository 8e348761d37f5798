import type { NeededApproval } from "@trias/protocol";
import type { AutonomyLevel, Charter } from "./charter/charter.ts";
import { type Facts, touchesProduction } from "./facts.ts";
import { outcomeOf } from "./finding.ts";
import { matrixApprovals, unlistedApprovals } from "./matrix/matrix.ts";
import { NOTHING, type Outcome } from "./outcome.ts";

export interface AutonomyOutcome extends Outcome {
  readonly level: AutonomyLevel;
}

const ORDER: readonly AutonomyLevel[] = ["observe", "propose", "approve", "auto"];

/** How far this case may go by itself, and what that adds: a hold, or an approval where the matrix asks for none. */
export function autonomy(facts: Facts, charter: Charter): AutonomyOutcome {
  const level = facts.changes === 0 ? "auto" : levelOf(facts, charter.autonomy);
  return { ...NOTHING, ...outcomeAt(level, facts, charter), level };
}

function outcomeAt(level: AutonomyLevel, facts: Facts, charter: Charter): Outcome {
  switch (level) {
    case "auto":
      return NOTHING;
    case "approve":
      return { ...NOTHING, approvals: somebody(facts, charter) };
    case "propose": {
      const message = "the charter lets this be proposed, not executed";
      return { ...hold(message), approvals: somebody(facts, charter) };
    }
    case "observe":
      return hold("the charter lets this be observed and judged, not executed");
  }
}

function somebody(facts: Facts, charter: Charter): NeededApproval[] {
  if (matrixApprovals(facts, charter).length > 0) return [];
  return unlistedApprovals(facts, "the charter's autonomy level for this is `approve`");
}

function hold(message: string): Outcome {
  return outcomeOf([{ rule: "autonomy.held", level: "escalate", message, subject: "autonomy", hold: true }]);
}

/** The lowest level of every combination of what the case touches; no combination is left to the default by accident. */
function levelOf(facts: Facts, { rules, default: standard }: Charter["autonomy"]): AutonomyLevel {
  const environments = touchesProduction(facts) && facts.environments.length === 0 ? ["unknown"] : facts.environments;
  const intents = facts.intents.length > 0 ? facts.intents.map(({ type }) => type) : ["unknown"];
  const segments: readonly (string | null)[] = facts.segments.length > 0 ? facts.segments : [null];
  const levels = environments.flatMap((environment) =>
    segments.flatMap((segment) =>
      intents.map(
        (intent) =>
          rules.find(
            (rule) =>
              (rule.environment === undefined || rule.environment === asRuled(environment)) &&
              (rule.segment === undefined || rule.segment === segment) &&
              (rule.intent === undefined || rule.intent === intent),
          )?.level ?? standard,
      ),
    ),
  );
  return levels.reduce((lowest, level) => (ORDER.indexOf(level) < ORDER.indexOf(lowest) ? level : lowest), "auto");
}

/** Rules speak of production and non-production; what is unknown is ruled as production. */
function asRuled(environment: string): string {
  return environment === "unknown" ? "production" : environment;
}
