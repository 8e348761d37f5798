import { messageOf, TriasError } from "@trias/core";
import { overlay } from "@trias/estate";
import { isPlanned, resolveAction } from "@trias/plan";
import type { PlanStep, ReadResource, ResourceRef, WireAction } from "@trias/protocol";
import { createdIds, type Execution } from "../execution.ts";
import { predict, touchedBy } from "../predict.ts";
import { drifted, keyOf } from "../resources.ts";
import type { RunContext } from "./context.ts";
import { list, type Ready, type Task } from "./task.ts";
import { lookAgain, type View } from "./view.ts";

/** A plan's step as it is to be carried out now; `mayAct` says whether the deadline is still ahead. */
export function forwardTask(
  ctx: RunContext,
  execution: Execution,
  view: View,
  [step, following]: readonly [PlanStep, PlanStep | undefined],
  limits: { readonly mayAct: () => boolean; readonly over: () => boolean },
): Task {
  const action = wireAction(resolveAction(step, createdIds(execution), step.id));
  return {
    step: step.id,
    direction: "do",
    action,
    creates: isPlanned(action.target),
    ready: () => checkedReady(() => ready(ctx, execution, view, action, limits.mayAct)),
    next: (predicted, created) => (following ? touchedNext(execution, view, step, following, predicted, created) : []),
    ...limits,
  };
}

/** Only saves a reading: what it leaves out is read before the following step. */
function touchedNext(
  execution: Execution,
  view: View,
  step: PlanStep,
  following: PlanStep,
  predicted: readonly ReadResource[],
  created: string | null,
): readonly ResourceRef[] {
  const ids = new Map(createdIds(execution));
  if (created !== null) ids.set(step.id, created);
  try {
    const action = wireAction(resolveAction(following, ids, following.id));
    return touchedBy(overlay(view.estate, predicted), action);
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return [];
  }
}

export function wireAction({ action, target, parameters }: WireAction): WireAction {
  return { action, target, parameters };
}

/** An error that says on purpose why an action doesn't fit is a reason to stop; any other is a fault of ours. */
export async function checkedReady(ready: () => Promise<Ready>): Promise<Ready> {
  try {
    return await ready();
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return { kind: "stop", reason: messageOf(error) };
  }
}

/**
 * INVARIANT: everything that the step depends on or changes is named by the warrant or was changed by an earlier step of this
 * execution, and looks exactly as the warrant says, or as it was read right after that step. It is read at most a quarter of a
 * second before, and after whatever this execution sent last.
 */
async function ready(
  ctx: RunContext,
  execution: Execution,
  view: View,
  action: WireAction,
  mayAct: () => boolean,
): Promise<Ready> {
  if (!mayAct()) return { kind: "stop", reason: "the warrant's deadline has passed" };
  const refs = touchedBy(view.estate, action);
  if (!(await lookAgain(ctx, execution, view, refs, () => !mayAct()))) {
    return { kind: "stop", reason: "the cloud could not be read before the warrant's deadline" };
  }
  const changed = drifted(view.estate, refs, view.expected);
  if (changed.length > 0) return { kind: "stop", reason: `${list(changed)} is not as it was judged` };
  const predicted = predict(view.estate, action);
  const unnamed = predicted.filter((ref) => !isPlanned(ref.id) && !view.expected.has(keyOf(ref))).map(keyOf);
  if (unnamed.length > 0)
    return { kind: "stop", reason: `${list(unnamed)} would change, which the warrant does not name` };
  return { kind: "go", predicted };
}
