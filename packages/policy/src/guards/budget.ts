import type { Role } from "@trias/protocol";
import type { Charter } from "../charter/charter.ts";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";
import { centsOf, usdText } from "../money.ts";

/** Budgets that a charter sets below those of P4; P4 itself stays as it is. */
export function budgetFindings(facts: Facts, { limits }: Charter): Finding[] {
  const delta = facts.monthly_usd_delta;
  if (delta === null || centsOf(delta) <= 0) return [];
  const over = (budget: number, earlier: readonly number[]) =>
    centsOf(delta) + Math.max(0, ...earlier.map(centsOf)) > centsOf(budget);
  const ask = (role: Role, budget: number): Finding => ({
    rule: `budget.${role}`,
    level: "escalate",
    message: `${usdText(delta)} a month, with the last 24 hours, is more than the charter's ${budget} USD`,
    subject: "monthly cost",
    approvers: [role],
  });
  const { finance_usd, cfo_usd } = limits.budgets;
  return [
    ...(over(
      finance_usd,
      facts.accumulated.map((sum) => sum.without_finance_usd),
    )
      ? [ask("finance", finance_usd)]
      : []),
    ...(over(
      cfo_usd,
      facts.accumulated.map((sum) => sum.without_cfo_usd),
    )
      ? [ask("cfo", cfo_usd)]
      : []),
  ];
}
