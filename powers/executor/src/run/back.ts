import { isPlanned, resolveAction } from "@trias/plan";
import type { PlanStep, WireAction } from "@trias/protocol";
import { createdIds, type Execution, recordOf } from "../execution.ts";
import { isoTime } from "../ports.ts";
import { differing, predict, touchedBy } from "../predict.ts";
import { distinct, drifted, keyOf } from "../resources.ts";
import type { RunContext } from "./context.ts";
import { checkedReady, wireAction } from "./forward.ts";
import { list, type Ready, runTask, type Task, type Unsaved } from "./task.ts";
import { lookAgain, readPatiently, type View } from "./view.ts";

export interface BackEnd {
  readonly state: "rolled_back" | "failed" | "unknown";
  readonly reason: string;
}

/** Takes back what was done, newest first, and says `rolled_back` only once everything is read to be as it was at the start. */
export async function goBack(
  ctx: RunContext,
  execution: Execution,
  view: View,
  unsaved: Unsaved,
  over: () => boolean,
): Promise<BackEnd> {
  for (const step of execution.plan.steps.toReversed()) {
    if (recordOf(execution, step.id, "do").status !== "done") continue;
    const back = recordOf(execution, step.id, "undo");
    if (back.status === "done" || back.status === "skipped") continue;
    if (step.inverse === null) {
      const message = step.irreversible ?? "it has no inverse of its own";
      const now = isoTime(ctx.clock.now());
      unsaved.put(execution, { ...back, status: "skipped", message, started: now, finished: now });
      continue;
    }
    const end = await runTask(ctx, execution, view, unsaved, backTask(ctx, execution, view, step, step.inverse, over));
    if (end.kind === "failed") return { state: "failed", reason: `the way back fails at ${end.reason}` };
    if (end.kind === "unknown") return { state: "unknown", reason: `the way back is unknown: ${end.reason}` };
  }
  return compareWithStart(ctx, execution, over);
}

function backTask(
  ctx: RunContext,
  execution: Execution,
  view: View,
  step: PlanStep,
  inverse: WireAction,
  over: () => boolean,
): Task {
  const action = wireAction(resolveAction(inverse, createdIds(execution)));
  return {
    step: step.id,
    direction: "undo",
    action,
    creates: isPlanned(action.target),
    ready: () => checkedReady(() => ready(ctx, execution, view, step.id, action, over)),
    next: () => [],
    // The warrant covers the way back past its deadline too.
    mayAct: () => true,
    over,
  };
}

/** An inverse was proven for the state that the step left: where somebody changed that since, a person has to look. */
async function ready(
  ctx: RunContext,
  execution: Execution,
  view: View,
  step: string,
  action: WireAction,
  over: () => boolean,
): Promise<Ready> {
  const refs = touchedBy(view.estate, action);
  if (!(await lookAgain(ctx, execution, view, refs, over))) {
    return { kind: "stop", reason: `\`${step}\`: the cloud can't be read` };
  }
  const predicted = predict(view.estate, action);
  const known = distinct(predicted).filter((ref) => view.expected.has(keyOf(ref)));
  const changed = drifted(view.estate, known, view.expected);
  if (changed.length > 0) return { kind: "stop", reason: `\`${step}\`: ${list(changed)} was changed by somebody else` };
  return { kind: "go", predicted };
}

/** Only what this execution changed counts: what others did meanwhile is neither its doing nor its to take back. */
async function compareWithStart(ctx: RunContext, execution: Execution, over: () => boolean): Promise<BackEnd> {
  const changed = distinct([...execution.records.values()].flatMap(({ after }) => after));
  if (changed.length === 0) return { state: "rolled_back", reason: "nothing had been changed" };
  const start = new Map(execution.start.resources.map((item) => [keyOf(item), item.resource]));
  const expected = changed.map((ref) => ({ ...ref, resource: start.get(keyOf(ref)) ?? null }));
  const read = await readPatiently(ctx, execution, changed, over);
  if (!read) return { state: "unknown", reason: "taken back, but the cloud can't be read to prove it" };
  const wrong = differing(expected, read);
  if (wrong.length === 0) return { state: "rolled_back", reason: "everything is as it was" };
  return { state: "failed", reason: `taken back, but ${list(wrong)} is not as it was` };
}
