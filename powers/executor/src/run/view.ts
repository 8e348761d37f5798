import type { Digest } from "@trias/core";
import { type Estate, overlay } from "@trias/estate";
import type { CloudReadResult, ResourceRef, ResourceState } from "@trias/protocol";
import { type Execution, expectedDigests } from "../execution.ts";
import { distinct, estateOf, keyOf, readResources, statesOf } from "../resources.ts";
import { pauseAfter } from "../settle.ts";
import type { RunContext } from "./context.ts";

/** What a run knows of the cloud: the resources that it read, and what each should look like. */
export interface View {
  estate: Estate;
  readonly expected: Map<string, Digest | null>;
  /** What was read last, and when, on the clock that only grows; undefined once an operation was sent since. */
  lastRead: { readonly at: number; readonly keys: ReadonlySet<string> } | undefined;
}

/** A reading counts as made right before an operation for this long. */
const RECENT_MS = 250;

export async function openView(ctx: RunContext, execution: Execution): Promise<View> {
  const expected = expectedDigests(execution);
  const untouched = [...execution.records.values()].every(({ status }) => status === "pending");
  if (untouched) {
    const keys = new Set(execution.start.resources.map(keyOf));
    const age = Math.max(0, ctx.clock.now() - Date.parse(execution.redeemed));
    return { estate: estateOf(execution.start), expected, lastRead: { at: ctx.clock.monotonic() - age, keys } };
  }
  const changed = [...execution.records.values()].flatMap(({ after }) => after);
  const refs = distinct([...execution.permit.touches, ...changed]);
  const read = await readPatiently(ctx, execution, refs, () => false);
  return { estate: estateOf(read ?? execution.start), expected, lastRead: undefined };
}

/** Reads until the cloud answers; undefined once `over` says that it is no use any more. */
export async function readPatiently(
  ctx: RunContext,
  execution: Execution,
  refs: readonly ResourceRef[],
  over: () => boolean,
): Promise<CloudReadResult | undefined> {
  for (let round = 0; ; round += 1) {
    try {
      return await readResources(ctx.cloud, refs, execution.permit.lineage);
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (over()) return undefined;
      await ctx.pause(pauseAfter(round));
    }
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof Error && "remedy" in error && error.remedy === "retry";
}

/** Takes what was read into the view. */
export function see(ctx: RunContext, view: View, read: CloudReadResult): void {
  view.estate = overlay(view.estate, read.resources);
  view.lastRead = { at: ctx.clock.monotonic(), keys: new Set(read.resources.map(keyOf)) };
}

/** Reads what was not read just now; false once `over` says that it is no use any more. */
export async function lookAgain(
  ctx: RunContext,
  execution: Execution,
  view: View,
  refs: readonly ResourceRef[],
  over: () => boolean,
): Promise<boolean> {
  const { lastRead } = view;
  const recent = lastRead !== undefined && ctx.clock.monotonic() - lastRead.at < RECENT_MS;
  if (recent && refs.every((ref) => lastRead.keys.has(keyOf(ref)))) return true;
  const read = await readPatiently(ctx, execution, refs, over);
  if (read) see(ctx, view, read);
  return read !== undefined;
}

/** From now on the resources are expected to look as they were read. */
export function expectAsRead(view: View, refs: readonly ResourceRef[]): ResourceState[] {
  const states = statesOf(view.estate, refs);
  for (const state of states) view.expected.set(keyOf(state), state.digest);
  return states;
}
