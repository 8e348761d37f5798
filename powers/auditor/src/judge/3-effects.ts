import { messageOf, TriasError } from "@trias/core";
import type { Estate, ResourceChange } from "@trias/estate";
import {
  type ParsedPlan,
  proveWayBack,
  type SimulatedStep,
  simulatePlan,
  touchesOfSimulation,
  type WayBack,
} from "@trias/plan";
import type { Concern, Flow, PlanStep, ResourceRef } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import { blocked, lineOf } from "./concern.ts";

interface StepEffect {
  readonly simulated: SimulatedStep;
  /** Flows that are possible after this step and were not before the plan. */
  readonly opened: readonly Flow[];
}

/** What the plan does, derived from its actions on the auditor's own estate. */
export interface Effects {
  readonly before: Estate;
  readonly after: Estate;
  readonly steps: readonly StepEffect[];
  readonly changes: readonly ResourceChange[];
  /** Possible at the end, or in any state between. */
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
  readonly touches: readonly ResourceRef[];
  readonly wayBack: WayBack;
  readonly irreversible: readonly { readonly step: string; readonly reason: string }[];
  readonly seconds: number;
}

export type Derived =
  | { readonly ok: true; readonly effects: Effects; readonly concerns: readonly Concern[] }
  | { readonly ok: false; readonly concerns: readonly Concern[] };

/** Carries the plan out on a copy of the estate, and looks at every state on the way. A plan that can't be carried out there is blocked. */
export function deriveEffects({ plan }: ParsedPlan, estate: Estate, reach: ReachEngine): Derived {
  try {
    const simulation = simulatePlan(estate, plan);
    const last = reach.diff(estate, simulation.after);
    const steps = simulation.steps.map((simulated, i) => ({
      simulated,
      opened: i === simulation.steps.length - 1 ? last.opened : openedBy(reach, estate, simulated),
    }));
    const wayBack = proveWayBack(estate, plan);
    const effects: Effects = {
      before: estate,
      after: simulation.after,
      steps,
      changes: simulation.steps.flatMap(({ changes }) => changes),
      opened: distinct(steps.flatMap(({ opened }) => opened)),
      closed: last.closed,
      touches: touchesOfSimulation(simulation),
      wayBack,
      irreversible: simulation.steps.flatMap(({ step, action, before }) => irreversible(step, action.inverse(before))),
      seconds: simulation.steps.reduce((sum, { action }) => sum + action.definition.seconds, 0),
    };
    return { ok: true, effects, concerns: wayBackConcerns(wayBack, plan.steps) };
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return {
      ok: false,
      concerns: [
        blocked("effects.underivable", `what it does can't be derived: ${messageOf(error)}`, error.at ?? "steps"),
      ],
    };
  }
}

function openedBy(reach: ReachEngine, before: Estate, { after, changes }: SimulatedStep): readonly Flow[] {
  return changes.length === 0 ? [] : reach.diff(before, after).opened;
}

/** INVARIANT (I11): a plan whose way back does not lead to the start is not offered to anybody. */
function wayBackConcerns(wayBack: WayBack, steps: readonly PlanStep[]): Concern[] {
  if (wayBack.ok) return [];
  const step = steps.find(({ id }) => id === wayBack.step);
  return [blocked("effects.no_way_back", wayBack.reason, step ? lineOf(step) : wayBack.step)];
}

function irreversible(
  step: PlanStep,
  own: { readonly kind: "action" } | { readonly kind: "none"; readonly reason: string },
): { step: string; reason: string }[] {
  if (own.kind === "none") return [{ step: step.id, reason: own.reason.slice(0, 500) }];
  return step.inverse === null ? [{ step: step.id, reason: "the plan gives no way back for it" }] : [];
}

function distinct(flows: readonly Flow[]): Flow[] {
  return [
    ...new Map(flows.map((flow) => [JSON.stringify([flow.from, flow.to, flow.protocol, flow.ports]), flow])).values(),
  ];
}
