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
}

export async function openView(ctx: RunContext, execution: Execution): Promise<View> {
  const untouched = [...execution.records.values()].every(({ status }) => status === "pending");
  if (untouched) return { estate: estateOf(execution.start), expected: expectedDigests(execution) };
  const changed = [...execution.records.values()].flatMap(({ after }) => after);
  const refs = distinct([...execution.permit.touches, ...changed]);
  const read = await readPatiently(ctx, execution, refs, () => false);
  return { estate: read ? estateOf(read) : estateOf(execution.start), expected: expectedDigests(execution) };
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
export function see(view: View, read: CloudReadResult): void {
  view.estate = overlay(view.estate, read.resources);
}

/** From now on the resources are expected to look as they were read. */
export function expectAsRead(view: View, refs: readonly ResourceRef[]): ResourceState[] {
  const states = statesOf(view.estate, refs);
  for (const state of states) view.expected.set(keyOf(state), state.digest);
  return states;
}
