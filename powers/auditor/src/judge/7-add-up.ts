import type { Facts } from "@trias/policy";
import type { Person, Role } from "@trias/protocol";
import { personName } from "../people/personal-data.ts";
import type { Accumulated, EarlierCost } from "./context.ts";

/**
 * The other plans of the last 24 hours, summed for this requester, for each segment that this plan touches, and for the planner as a
 * whole: so that ten plans of 900 USD do not slip under a rule of 1,000.
 */
export function addUp(facts: Facts, requester: Person | null, earlier: readonly EarlierCost[]): Facts {
  const name = requester === null ? null : personName(requester);
  const sums: Accumulated = [sum("planner", "planner", earlier)];
  if (name !== null) {
    sums.push(
      sum(
        "requester",
        name,
        earlier.filter((cost) => cost.requester === name),
      ),
    );
  }
  for (const segment of facts.segments) {
    sums.push(
      sum(
        "segment",
        segment,
        earlier.filter(({ segments }) => segments.includes(segment)),
      ),
    );
  }
  return {
    ...facts,
    accumulated: sums.filter(({ without_finance_usd, without_cfo_usd }) => without_finance_usd + without_cfo_usd > 0),
  };
}

function sum(over: Accumulated[number]["over"], id: string, costs: readonly EarlierCost[]): Accumulated[number] {
  return {
    over,
    id,
    without_finance_usd: total(costs, ["finance", "cfo"]),
    without_cfo_usd: total(costs, ["cfo"]),
  };
}

function total(costs: readonly EarlierCost[], roles: readonly Role[]): number {
  const cents = costs
    .filter(({ approvedBy }) => !approvedBy.some((role) => roles.includes(role)))
    .reduce((all, { monthlyUsd }) => all + Math.round(Math.max(0, monthlyUsd) * 100), 0);
  return cents / 100;
}
