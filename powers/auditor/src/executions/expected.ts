import type { ResourceChange } from "@trias/estate";
import { createdIdsOf, substitutePlanned } from "@trias/plan";
import type { ReadResource, ResourceRef } from "@trias/protocol";
import type { ExecutionNote } from "../cases/case-file.ts";
import type { JudgedPlan } from "../judge/judged-plan.ts";

export interface Expected {
  readonly resources: readonly ReadResource[];
  /** Steps that are said to be done and whose creation nobody named: what they left can't be looked for. */
  readonly unnamed: readonly string[];
}

/** What the simulation says that the execution left behind: the end of every step that was done, the start where all was taken back. */
export function expectedAfter(judged: JudgedPlan, execution: ExecutionNote): Expected {
  const ids = createdIdsOf(execution.steps);
  const done = new Set(stepsThatStand(execution));
  const ends = new Map<string, ReadResource>();
  const unnamed = new Set<string>();
  for (const { step, changes } of judged.changes) {
    for (const change of changes) {
      const known = substituted(change, ids);
      if (known === null) {
        if (done.has(step)) unnamed.add(`what step ${step} created was not named`);
        continue;
      }
      const key = `${known.part} ${known.id}`;
      const end = done.has(step) ? known.after : (ends.get(key)?.resource ?? known.before);
      ends.set(key, { part: known.part, id: known.id, resource: end });
    }
  }
  return { resources: [...ends.values()], unnamed: [...unnamed] };
}

/** Steps that were done and not taken back. */
function stepsThatStand({ steps }: ExecutionNote): string[] {
  const undone = new Set(
    steps.filter(({ direction, status }) => direction === "undo" && status === "done").map(({ step }) => step),
  );
  return steps
    .filter(({ direction, status, step }) => direction === "do" && status === "done" && !undone.has(step))
    .map(({ step }) => step);
}

/** A change with real ids; null where what it is about never got one. */
function substituted(change: ResourceChange, ids: ReadonlyMap<string, string>): ResourceChange | null {
  try {
    return substitutePlanned(change, ids);
  } catch {
    return null;
  }
}

export function refsOf(expected: readonly ReadResource[], touched: readonly ResourceRef[]): ResourceRef[] {
  const all = new Map<string, ResourceRef>();
  for (const { part, id } of [...expected, ...touched]) all.set(`${part} ${id}`, { part, id });
  return [...all.values()].filter(({ id }) => !id.startsWith("planned:")).slice(0, 5000);
}
