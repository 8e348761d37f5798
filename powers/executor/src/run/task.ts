import { messageOf, TriasError } from "@trias/core";
import { isPlanned } from "@trias/plan";
import type { CloudResult, ReadResource, ResourceRef, WireAction } from "@trias/protocol";
import { type Direction, type Execution, recordKey, recordOf, type StepRecord } from "../execution.ts";
import { isoTime } from "../ports.ts";
import { changedRefs, differing, withCreated } from "../predict.ts";
import { distinct, keyOf } from "../resources.ts";
import { settle } from "../settle.ts";
import type { RunContext } from "./context.ts";
import { expectAsRead, readPatiently, see, type View } from "./view.ts";

/** One operation of a plan, forward or back. */
export interface Task {
  readonly step: string;
  readonly direction: Direction;
  /** As it is sent: ids of what earlier steps created are in place. */
  readonly action: WireAction;
  /** Whether it creates its target, so that the cloud has to say under which id. */
  readonly creates: boolean;
  /** Checks the cloud right before, and says what the operation will change. */
  readonly ready: () => Promise<Ready>;
  /** What the operation after it will depend on, to be read along with what this one changed. */
  readonly next: (predicted: readonly ReadResource[], created: string | null) => readonly ResourceRef[];
  /** Whether the operation may still be sent. */
  readonly mayAct: () => boolean;
  /** When to stop asking what became of it. */
  readonly over: () => boolean;
}

export type Ready =
  | { readonly kind: "go"; readonly predicted: readonly ReadResource[] }
  | { readonly kind: "stop"; readonly reason: string };

export type TaskEnd =
  | { readonly kind: "done" }
  /** It had no effect, or another one than predicted: what was done has to be taken back. */
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

/** Records that are not written yet: they go with the next save, which makes one commit a step instead of two. */
export class Unsaved {
  private records: StepRecord[] = [];

  put(execution: Execution, record: StepRecord): void {
    execution.records.set(recordKey(record.step, record.direction), record);
    this.records.push(record);
  }

  peek(): readonly StepRecord[] {
    return this.records;
  }

  written(): void {
    this.records = [];
  }
}

/**
 * Carries out one operation: halt, check, commit that it starts, act, read back, compare.
 *
 * INVARIANT: that it starts is committed before the cloud hears of it, and a start that was committed is settled by its key
 * before anything else happens.
 */
export async function runTask(
  ctx: RunContext,
  execution: Execution,
  view: View,
  unsaved: Unsaved,
  task: Task,
): Promise<TaskEnd> {
  const before = recordOf(execution, task.step, task.direction);
  const fresh = before.status !== "started";
  const label = recordKey(task.step, task.direction);
  ctx.log.begin(execution.permit.case, label, { warrant: execution.id, resumed: !fresh });
  try {
    const started = fresh ? await start(ctx, execution, unsaved, task, before) : before;
    if ("kind" in started) return fail(ctx, execution, unsaved, before, started.reason);
    const key = `${execution.id}/${label}`;
    view.lastRead = undefined;
    const settled = await settle(
      ctx.cloud,
      { key, ...task.action },
      { fresh, mayAct: task.mayAct, over: task.over, pause: ctx.pause },
    );
    if (settled.kind === "refused") return fail(ctx, execution, unsaved, started, settled.reason);
    if (settled.kind === "unknown") return settled;
    return await readBack(ctx, execution, view, unsaved, task, started, settled.result);
  } finally {
    ctx.log.end(execution.permit.case, label, { warrant: execution.id });
  }
}

/** Passes the halt, checks the cloud and commits the start; again from the top where a halt came in between. */
async function start(
  ctx: RunContext,
  execution: Execution,
  unsaved: Unsaved,
  task: Task,
  before: StepRecord,
): Promise<StepRecord | { kind: "stop"; reason: string }> {
  for (;;) {
    const local = ctx.localHalt();
    if (local === undefined) {
      const ready = await task.ready();
      if (ready.kind === "stop") return ready;
      const record: StepRecord = {
        ...before,
        status: "started",
        predicted: ready.predicted,
        started: isoTime(ctx.clock.now()),
      };
      execution.message = task.direction === "do" ? `carrying out ${task.step}` : `taking back ${task.step}`;
      const result = await ctx.save(execution, [...unsaved.peek(), record], { startsStep: true });
      if (result === "saved") {
        unsaved.written();
        execution.records.set(recordKey(task.step, task.direction), record);
        return record;
      }
    }
    await waitForResume(ctx, execution, unsaved, local);
  }
}

async function waitForResume(
  ctx: RunContext,
  execution: Execution,
  unsaved: Unsaved,
  local: string | undefined,
): Promise<void> {
  let reason = local ?? (await ctx.halt());
  if (reason === undefined) return;
  execution.message = `halted: ${reason}`;
  await ctx.save(execution, unsaved.peek());
  unsaved.written();
  ctx.log.warn("halted", { case: execution.permit.case, reason });
  while (reason !== undefined) {
    await ctx.pause(250);
    reason = ctx.localHalt() ?? (await ctx.halt());
  }
}

function fail(ctx: RunContext, execution: Execution, unsaved: Unsaved, record: StepRecord, reason: string): TaskEnd {
  const now = isoTime(ctx.clock.now());
  const message = reason.slice(0, 1000);
  unsaved.put(execution, { ...record, status: "failed", message, started: record.started ?? now, finished: now });
  return { kind: "failed", reason };
}

async function readBack(
  ctx: RunContext,
  execution: Execution,
  view: View,
  unsaved: Unsaved,
  task: Task,
  started: StepRecord,
  result: CloudResult,
): Promise<TaskEnd> {
  const created = task.creates ? (result.created ?? null) : null;
  const predicted = withCreated(started.predicted, task.step, created);
  const refs = changedRefs(predicted, result).filter(({ id }) => !isPlanned(id));
  const also = task.next(predicted, created);
  const read = await readPatiently(ctx, execution, distinct([...refs, ...also]), task.over);
  if (!read) return { kind: "unknown", reason: `what \`${task.step}\` did can't be read back` };
  const changed = new Set(refs.map(keyOf));
  const resources = read.resources.filter((item) => changed.has(keyOf(item)));
  const wrong = compared(() => differing(predicted, { ...read, resources }));
  see(ctx, view, read);
  const after = expectAsRead(view, refs);
  const message = wrong === undefined ? "done as predicted" : `done, but ${wrong}`;
  unsaved.put(execution, { ...started, status: "done", created, after, message, finished: isoTime(ctx.clock.now()) });
  return wrong === undefined ? { kind: "done" } : { kind: "failed", reason: `\`${task.step}\`: ${wrong}` };
}

/** What differs, in words; undefined where nothing does. */
function compared(compare: () => readonly string[]): string | undefined {
  try {
    const keys = compare();
    return keys.length === 0 ? undefined : `${list(keys)} is not as predicted`;
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return `what was read can't be compared with what was predicted: ${messageOf(error)}`;
  }
}

export function list(keys: readonly string[]): string {
  const shown = keys.slice(0, 5).map((key) => `\`${key}\``);
  return keys.length > shown.length ? `${shown.join(", ")} and ${keys.length - shown.length} more` : shown.join(", ");
}
