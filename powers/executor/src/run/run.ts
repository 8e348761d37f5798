import { messageOf, TriasError } from "@trias/core";
import { SupersededError } from "../errors.ts";
import { type Execution, recordOf } from "../execution.ts";
import { goBack } from "./back.ts";
import type { RunContext } from "./context.ts";
import { forwardTask } from "./forward.ts";
import { runTask, type TaskEnd, Unsaved } from "./task.ts";
import { openView, type View } from "./view.ts";

/** Carries a redeemed execution to its end, from wherever it stands. */
export async function runExecution(ctx: RunContext, execution: Execution): Promise<void> {
  const unsaved = new Unsaved();
  try {
    await carryOut(ctx, execution, unsaved);
  } catch (error) {
    if (!(error instanceof TriasError) || error instanceof SupersededError) throw error;
    // Another cloud than the one that was judged, or one that answers nonsense: only a person can tell what is there.
    const untouched = [...execution.records.values()].every(({ status }) => status === "pending");
    await finish(ctx, execution, unsaved, untouched ? "rolled_back" : "unknown", messageOf(error));
  }
}

async function carryOut(ctx: RunContext, execution: Execution, unsaved: Unsaved): Promise<void> {
  const view = await openView(ctx, execution);
  const deadline = untilDeadline(ctx, execution);
  if (execution.state !== "undoing") {
    const end = await goForward(ctx, execution, view, unsaved, deadline);
    if (end.kind === "unknown") return finish(ctx, execution, unsaved, "unknown", end.reason);
    if (end.kind === "done") return finish(ctx, execution, unsaved, "executed", "every step was done as predicted");
    execution.state = "undoing";
    execution.message = end.reason;
    ctx.log.warn("undoing", { case: execution.permit.case, warrant: execution.id, reason: end.reason });
    await ctx.save(execution, unsaved.peek());
    unsaved.written();
  }
  const cause = execution.message;
  const backUntil = Math.max(deadline, ctx.clock.monotonic()) + ctx.settleMs;
  const end = await goBack(ctx, execution, view, unsaved, () => ctx.clock.monotonic() > backUntil);
  return finish(ctx, execution, unsaved, end.state, `${cause}; ${end.reason}`);
}

async function goForward(
  ctx: RunContext,
  execution: Execution,
  view: View,
  unsaved: Unsaved,
  deadline: number,
): Promise<TaskEnd> {
  execution.state = "running";
  const limits = {
    mayAct: () => ctx.clock.monotonic() < deadline,
    over: () => ctx.clock.monotonic() > deadline + ctx.settleMs,
  };
  const { steps } = execution.plan;
  for (const [i, step] of steps.entries()) {
    const { status, message } = recordOf(execution, step.id, "do");
    if (status === "failed") return { kind: "failed", reason: message };
    // A step that was done otherwise than predicted was written together with the state `undoing`.
    if (status === "done") continue;
    const end = await runTask(
      ctx,
      execution,
      view,
      unsaved,
      forwardTask(ctx, execution, view, [step, steps[i + 1]], limits),
    );
    if (end.kind !== "done") return end;
  }
  return { kind: "done" };
}

/** The deadline on the clock that only grows: setting the wall's clock back does not move it. */
function untilDeadline(ctx: RunContext, execution: Execution): number {
  return ctx.clock.monotonic() + (Date.parse(execution.permit.deadline) - ctx.clock.now());
}

async function finish(
  ctx: RunContext,
  execution: Execution,
  unsaved: Unsaved,
  state: "executed" | "rolled_back" | "failed" | "unknown",
  message: string,
): Promise<void> {
  execution.state = state;
  execution.message = message.slice(0, 1000);
  await ctx.save(execution, unsaved.peek(), { finished: true });
  unsaved.written();
  ctx.log.info("ended", { case: execution.permit.case, warrant: execution.id, state, message });
}
