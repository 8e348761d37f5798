import type { Digest } from "@trias/core";
import { type Estate, overlay, PART_NAMES, type Part, type PartName, stateOf } from "@trias/estate";
import type { CloudReadResult, ResourceRef, ResourceState } from "@trias/protocol";
import { ExecutorError } from "./errors.ts";
import type { Cloud } from "./ports.ts";

export function keyOf(ref: ResourceRef): string {
  return `${ref.part}/${ref.id}`;
}

export function distinct(refs: Iterable<ResourceRef>): ResourceRef[] {
  return [...new Map([...refs].map(({ part, id }) => [`${part}/${id}`, { part, id }])).values()];
}

/** An estate in which every part is known and holds nothing but what was read. What it lacks was not asked for, not proven absent. */
export function estateOf(read: Pick<CloudReadResult, "lineage" | "serial" | "time" | "resources">): Estate {
  const { lineage, serial, time } = read;
  const parts: Record<string, Part<PartName>> = {};
  for (const part of PART_NAMES) parts[part] = { status: "known", serial, time, resources: new Map() };
  return overlay({ lineage, serial, time, parts: parts as Estate["parts"] }, read.resources);
}

/** Reads exactly these resources from the cloud that the warrant is about. */
export async function readResources(
  cloud: Cloud,
  refs: readonly ResourceRef[],
  lineage: string,
): Promise<CloudReadResult> {
  const read = await cloud.read(refs);
  if (read.lineage !== lineage) {
    throw new ExecutorError("conflict", "this is another cloud than the one that was judged", { at: "lineage" });
  }
  const answered = new Set(read.resources.map(keyOf));
  const missing = refs.find((ref) => !answered.has(keyOf(ref)));
  if (missing || answered.size !== refs.length || read.resources.length !== refs.length) {
    throw new ExecutorError("unavailable", "the cloud did not answer what was asked", {
      at: missing ? keyOf(missing) : "resources",
      remedy: "retry",
    });
  }
  return read;
}

export function statesOf(estate: Estate, refs: readonly ResourceRef[]): ResourceState[] {
  return refs.map((ref) => stateOf(estate, ref));
}

/** What the expected digests and the estate disagree about, as keys. */
export function drifted(
  estate: Estate,
  refs: readonly ResourceRef[],
  expected: ReadonlyMap<string, Digest | null>,
): string[] {
  return statesOf(estate, refs).flatMap((state) => (expected.get(keyOf(state)) === state.digest ? [] : [keyOf(state)]));
}
