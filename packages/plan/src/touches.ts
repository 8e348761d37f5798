import type { Estate } from "@trias/estate";
import type { ResourceRef } from "@trias/protocol";
import { isPlanned } from "./planned.ts";
import { distinctRefs } from "./refs.ts";
import { type PlanSteps, type Simulation, simulatePlan } from "./simulate.ts";

/**
 * Everything outside of the plan itself that its steps change or depend on: read again right before they run. An id that the
 * estate does not have stands for something that must still be absent.
 */
export function touchesOf(estate: Estate, plan: PlanSteps): readonly ResourceRef[] {
  return touchesOfSimulation(simulatePlan(estate, plan));
}

export function touchesOfSimulation({ steps }: Simulation): readonly ResourceRef[] {
  return distinctRefs(
    steps
      .flatMap(({ action, before, changes }) => [...action.touches(before), ...changes])
      .filter(({ id }) => !isPlanned(id))
      .map(({ part, id }) => ({ part, id })),
  );
}

/**
 * Names of the locks that a plan holds while it runs: what it changes. The core network is one resource, because its policy is one
 * document: whatever the segment, two plans that put it, or attach to it, never overlap.
 */
export function locksOf(estate: Estate, plan: PlanSteps): readonly string[] {
  const locks = new Set<string>();
  for (const { action, changes } of simulatePlan(estate, plan).steps) {
    for (const { part, id, before, after } of changes) {
      const attachment = part === "attachments" ? (after ?? before) : null;
      if (attachment) locks.add(`core_networks/${attachment.core_network}`);
      else if (!isPlanned(id)) locks.add(`${part}/${id}`);
    }
    // Without a change of the estate the effect is still on the target.
    if (changes.length === 0) locks.add(`${action.definition.part}/${action.target}`);
  }
  return [...locks].sort();
}
