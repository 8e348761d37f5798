import type { Intent, NeededApproval, Role } from "@trias/protocol";
import type { Charter } from "../charter/charter.ts";
import { type Facts, touchesProduction } from "../facts.ts";
import { mergeApprovals } from "../finding.ts";
import { centsOf } from "../money.ts";
import { DEFAULT_MATRIX } from "./default-matrix.ts";
import { firstRow, type MatrixRow, type Situation } from "./row.ts";

/**
 * Who has to agree, by the decision matrix: for each intent the default row and the charter's row together, so that a
 * charter can only add. Reading needs nobody.
 */
export function matrixApprovals(facts: Facts, charter: Pick<Charter, "matrix">): NeededApproval[] {
  if (facts.changes === 0) return [];
  const intents: readonly Intent[] =
    facts.intents.length > 0 ? facts.intents : [{ type: "unknown", parameters: {}, confidence: 0 }];
  const approvals = intents.flatMap((intent) => {
    const situation = situationOf(intent, facts);
    return [DEFAULT_MATRIX, charter.matrix].flatMap((rows) =>
      approvalsOf(firstRow(rows, intent.type, situation), facts.rollback?.approvers ?? []),
    );
  });
  return mergeApprovals(approvals);
}

/** Whom to ask about what no row lists, and about concerns that nobody else answers for. */
export function unlistedApprovals(facts: Facts, reason: string): NeededApproval[] {
  const roles: readonly Role[] = touchesProduction(facts) ? ["network", "security"] : ["network"];
  return roles.map((role) => ({ role, reason }));
}

function approvalsOf(row: MatrixRow | undefined, approversOfCase: readonly Role[]): NeededApproval[] {
  if (row === undefined) return [];
  const roles = row.approvers_of_case === true ? [...row.roles, ...approversOfCase] : row.roles;
  return roles.map((role) => ({ role, reason: row.reason }));
}

/** What can't be read counts as the case that asks for more. */
export function situationOf(intent: Intent, facts: Facts): Situation {
  return {
    production: touchesProduction(facts),
    effect: effectOf(intent),
    malicious_finding: facts.kind === "incident" && facts.authenticated && facts.malicious_finding && facts.certain,
    intelligence_agrees: facts.intelligence_agrees,
    access_expired_or_suspicious: facts.access_expired_or_suspicious,
    under_100_usd: under100Usd(facts),
    trend_sustained: facts.trend_sustained,
    reaches_production: facts.opened_count.production > 0,
    rollback_unused: facts.rollback?.unused ?? false,
    rollback_had_approvers: (facts.rollback?.approvers.length ?? 0) > 0,
  };
}

function effectOf({ type, parameters }: Intent): "allow" | "block" {
  if (type === "investigate_traffic") return "block";
  return parameters["effect"] === "block" ? "block" : "allow";
}

function under100Usd({ monthly_usd_delta, accumulated }: Facts): boolean {
  if (monthly_usd_delta === null) return false;
  if (monthly_usd_delta <= 0) return true;
  const earlier = Math.max(0, ...accumulated.map(({ without_finance_usd }) => centsOf(without_finance_usd)));
  return centsOf(monthly_usd_delta) + earlier < centsOf(100);
}
