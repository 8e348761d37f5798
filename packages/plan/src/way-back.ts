import { messageOf, TriasError } from "@trias/core";
import type { Estate, ResourceChange } from "@trias/estate";
import { contentDifferences } from "./content.ts";
import { type PlanSteps, type SimulatedStep, simulateAction, simulatePlan } from "./simulate.ts";

export type WayBack =
  | {
      readonly ok: true;
      /** Steps with an effect that no inverse takes back, such as cut connections; they change nothing that the estate holds. */
      readonly irreversible: readonly string[];
    }
  | {
      readonly ok: false;
      /** The step after which the way back fails. */
      readonly step: string;
      readonly reason: string;
      /** What would be left different from the start. */
      readonly differences: readonly ResourceChange[];
    };

/**
 * Proves I11: wherever the plan stops, its inverses, newest first, lead back to the start.
 *
 * INVARIANT: each inverse by itself gives exactly the state before its step; a sum of inverses that ends well could still pass
 * through states that nobody judged. A step without an inverse has to be undone by those of earlier steps: what it changed is
 * deleted along with what they created.
 */
export function proveWayBack(estate: Estate, plan: PlanSteps): WayBack {
  const { steps } = simulatePlan(estate, plan);
  const irreversible: string[] = [];
  let leftovers = false;
  for (const [i, simulated] of steps.entries()) {
    const { step, changes } = simulated;
    if (step.inverse === null && changes.length === 0) irreversible.push(step.id);
    if (step.inverse === null && changes.length > 0) leftovers = true;
    const failure =
      (step.inverse ? undoneExactly(simulated) : null) ??
      (leftovers ? undoneFrom(estate, steps.slice(0, i + 1)) : null);
    if (failure) return failure;
  }
  return { ok: true, irreversible };
}

/** Null where the step's own inverse gives the state before it. */
function undoneExactly(simulated: SimulatedStep): WayBack | null {
  return attempt(simulated.step.id, () => contentDifferences(simulated.before, undo(simulated.after, [simulated])));
}

/** Null where the inverses of all these steps, newest first, give the start. */
function undoneFrom(start: Estate, steps: readonly SimulatedStep[]): WayBack | null {
  const last = steps.at(-1);
  return last ? attempt(last.step.id, () => contentDifferences(start, undo(last.after, steps))) : null;
}

function undo(estate: Estate, steps: readonly SimulatedStep[]): Estate {
  return steps.toReversed().reduce((at, { step }) => (step.inverse ? simulateAction(at, step.inverse) : at), estate);
}

function attempt(step: string, run: () => readonly ResourceChange[]): WayBack | null {
  try {
    const differences = run();
    if (differences.length === 0) return null;
    const what = differences.slice(0, 3).map(({ part, id }) => `\`${part}/${id}\``);
    return { ok: false, step, reason: `after \`${step}\` the way back leaves ${what.join(", ")} changed`, differences };
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return { ok: false, step, reason: `after \`${step}\` the way back fails: ${messageOf(error)}`, differences: [] };
  }
}
