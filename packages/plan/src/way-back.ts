import { messageOf, TriasError } from "@trias/core";
import type { Estate, ResourceChange } from "@trias/estate";
import { contentDifferences } from "./content.ts";
import { type PlanSteps, type SimulatedStep, simulateAction, simulatePlan } from "./simulate.ts";

export type WayBack =
  | {
      readonly ok: true;
      /** Steps whose effect no inverse takes back: cut connections, or what the cloud itself lets nobody undo. */
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
 * deleted along with what they created. Where its own definition knows no way back either, what it changed stays and is listed,
 * and all the rest still has to be as it was.
 */
export function proveWayBack(estate: Estate, plan: PlanSteps): WayBack {
  const { steps } = simulatePlan(estate, plan);
  const irreversible = new Set<string>();
  let leftovers = false;
  for (const [i, simulated] of steps.entries()) {
    const { step, changes } = simulated;
    if (step.inverse === null && changes.length === 0) irreversible.add(step.id);
    if (step.inverse === null && changes.length > 0) leftovers = true;
    const failure =
      (step.inverse ? undoneExactly(simulated) : null) ??
      (leftovers ? undoneFrom(estate, steps.slice(0, i + 1)) : null);
    const lasting = failure && staying(failure, steps.slice(0, i + 1));
    if (lasting) for (const id of lasting) irreversible.add(id);
    else if (failure) return failure;
  }
  return { ok: true, irreversible: [...irreversible] };
}

/** The steps that nothing can undo, where all that is left different is what they changed; else null. */
function staying(failure: WayBack, steps: readonly SimulatedStep[]): readonly string[] | null {
  if (failure.ok || failure.differences.length === 0) return null;
  const without = steps.filter(({ step, changes }) => step.inverse === null && changes.length > 0);
  if (!without.every(({ action, before }) => action.inverse(before).kind === "none")) return null;
  const theirs = new Set(without.flatMap(({ changes }) => changes.map(({ part, id }) => `${part}/${id}`)));
  return failure.differences.every(({ part, id }) => theirs.has(`${part}/${id}`))
    ? without.map(({ step }) => step.id)
    : null;
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
