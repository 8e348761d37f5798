import type { WireAction } from "@trias/protocol";
import { resolveAction } from "./planned.ts";
import type { PlanSteps } from "./simulate.ts";

export interface InverseStep {
  /** The step that it takes back. */
  readonly step: string;
  readonly action: WireAction;
}

/**
 * The way back of what was done: inverse actions, newest first, with the ids that the cloud gave (by step). `done` names the
 * steps that ran where not all did; a step without an inverse is left out.
 */
export function inversePlanSteps(
  plan: PlanSteps,
  createdIds: ReadonlyMap<string, string>,
  done?: ReadonlySet<string>,
): readonly InverseStep[] {
  return plan.steps
    .filter((step) => done === undefined || done.has(step.id))
    .toReversed()
    .flatMap(({ id, inverse }) => (inverse ? [{ step: id, action: resolveAction(inverse, createdIds) }] : []));
}

/** Ids of created resources by step, from the reports of an execution. */
export function createdIdsOf(
  outcomes: readonly { readonly step: string; readonly direction: string; readonly created?: string | undefined }[],
): ReadonlyMap<string, string> {
  return new Map(
    outcomes.flatMap(({ step, direction, created }) =>
      direction === "do" && created !== undefined ? [[step, created]] : [],
    ),
  );
}
