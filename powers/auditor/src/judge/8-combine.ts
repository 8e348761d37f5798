import { combine, mergeOutcomes, NOTHING, type Outcome } from "@trias/policy";
import type { Concern, Decision } from "@trias/protocol";
import { blocked } from "./concern.ts";

const MAX_CONCERNS = 500;
const MAX_NAMES = 100;

export interface Combined {
  readonly decision: Decision;
  readonly outcome: Outcome;
}

/** Veto before escalate before amend before approve. */
export function combineAll(concerns: readonly Concern[], outcome: Outcome): Combined {
  const all = mergeOutcomes({ ...NOTHING, concerns: [...concerns, ...tooManyNames(outcome)] }, outcome);
  const bounded: Outcome = { ...all, concerns: bound(byWeight(all.concerns)) };
  return { decision: combine(bounded), outcome: bounded };
}

function tooManyNames({ confirmations }: Outcome): Concern[] {
  if (confirmations.length <= MAX_NAMES) return [];
  return [
    blocked("judge.too_much", `${confirmations.length} deletions are more than a person can confirm by name`, "plan"),
  ];
}

const WEIGHT = { block: 0, escalate: 1, fix: 2, warn: 3 } as const;

function byWeight(concerns: readonly Concern[]): Concern[] {
  return concerns.toSorted((a, b) => WEIGHT[a.level] - WEIGHT[b.level]);
}

/** INVARIANT: what does not fit into a verdict can't be shown to who decides, so it is not let through. */
function bound(concerns: readonly Concern[]): Concern[] {
  if (concerns.length <= MAX_CONCERNS) return [...concerns];
  const rest = concerns.length - (MAX_CONCERNS - 1);
  return [
    ...concerns.slice(0, MAX_CONCERNS - 1),
    blocked("judge.too_much", `${rest} more concerns do not fit into a verdict: ask for less at once`, "plan"),
  ];
}
