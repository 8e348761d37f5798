import type { Role } from "@trias/protocol";
import type { Facts } from "../facts.ts";
import type { Finding } from "../finding.ts";
import { centsOf, usdText } from "../money.ts";
import { type HardPolicy, unknownsOf } from "./hard-policy.ts";

/** US dollars a month beyond which finance, and the CFO, have to agree. */
export const FINANCE_USD = 1_000;
export const CFO_USD = 10_000;

export const p4: HardPolicy = {
  id: "P4",
  title: "More than 1,000 USD a month needs finance, more than 10,000 USD the CFO",
  rules: ["P4.finance", "P4.cfo", "P4.cost_unknown", "P4.unknown"],
  evaluate(facts) {
    return [...unknownsOf("P4", facts), ...costFindings(facts)];
  },
};

function costFindings(facts: Facts): Finding[] {
  const delta = facts.monthly_usd_delta;
  if (delta === null) {
    const message = "the monthly cost can't be computed from the price book: finance has to agree";
    return [finding("P4.cost_unknown", "finance", message)];
  }
  if (centsOf(delta) <= 0) return [];
  const findings: Finding[] = [];
  const upToFinance = withEarlier(facts, delta, "without_finance_usd");
  if (upToFinance.cents > centsOf(FINANCE_USD)) {
    findings.push(finding("P4.finance", "finance", `${upToFinance.text} is more than ${FINANCE_USD} USD`));
  }
  const upToCfo = withEarlier(facts, delta, "without_cfo_usd");
  if (upToCfo.cents > centsOf(CFO_USD)) {
    findings.push(finding("P4.cfo", "cfo", `${upToCfo.text} is more than ${CFO_USD} USD`));
  }
  return findings;
}

/** This plan on top of the fullest of the rolling sums, so that ten plans of 900 USD don't slip under the rule. */
function withEarlier(facts: Facts, delta: number, key: "without_finance_usd" | "without_cfo_usd") {
  const fullest = facts.accumulated.reduce<Facts["accumulated"][number] | undefined>(
    (most, sum) => (most === undefined || sum[key] > most[key] ? sum : most),
    undefined,
  );
  const earlier = fullest?.[key] ?? 0;
  const cents = centsOf(delta) + centsOf(earlier);
  const alone = `${usdText(delta)} a month`;
  const text =
    earlier === 0 ? alone : `${alone}, with ${usdText(earlier)} in the last 24 hours for one ${fullest?.over},`;
  return { cents, text };
}

function finding(rule: string, role: Role, message: string): Finding {
  return { rule, policy: "P4", level: "escalate", message, subject: "monthly cost", approvers: [role] };
}
