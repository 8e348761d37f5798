import type { Estate } from "@trias/estate";
import { type BuiltPlan, locksOf, proveWayBack, simulatePlan } from "@trias/plan";
import { costOfChanges } from "@trias/pricing";
import type { Flow } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import { OrchestratorError } from "../errors.ts";

/** What the planner expects of its own plan. The auditor believes none of it and computes it again. */
export interface Expected {
  readonly locks: readonly string[];
  readonly monthlyUsdDelta: number | null;
  /** Null for an incident: the answer to it must not wait for what the auditor works out anyway. */
  readonly flows: { readonly opened: readonly Flow[]; readonly closed: readonly Flow[] } | null;
  readonly minutes: number;
  /** Steps whose effect can't be taken back. */
  readonly irreversible: readonly string[];
}

/** Carries the plan out on a copy, and proves that its inverse leads back to the start (I11). */
export function simulate(estate: Estate, plan: BuiltPlan, reach: Pick<ReachEngine, "diff"> | null): Expected {
  const simulation = simulatePlan(estate, plan);
  const back = proveWayBack(estate, plan);
  if (!back.ok) {
    throw new OrchestratorError("impossible", `the way back can't be proven: ${back.reason}`, { at: back.step });
  }
  const seconds = simulation.steps.reduce((sum, { action }) => sum + action.definition.seconds, 0);
  return {
    locks: locksOf(estate, plan),
    monthlyUsdDelta: costOfChanges(simulation.steps.flatMap(({ changes }) => changes)).monthly_usd_delta,
    flows: reach?.diff(estate, simulation.after) ?? null,
    minutes: Math.ceil(seconds / 6) / 10,
    irreversible: back.irreversible,
  };
}
