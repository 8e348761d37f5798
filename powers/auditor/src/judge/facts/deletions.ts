import type { ResourceRef } from "@trias/protocol";
import type { Effects } from "../3-effects.ts";
import { segmentsLeaving } from "./policy-segments.ts";

/** Everything that was there before the plan and is not there after it, segments of a core network policy included. */
export function deletionsOf({ steps }: Effects): ResourceRef[] {
  const fate = new Map<string, { readonly ref: ResourceRef; readonly existed: boolean; exists: boolean }>();
  const leaving = new Map<string, boolean>();
  for (const { simulated } of steps) {
    for (const change of simulated.changes) {
      const key = `${change.part}/${change.id}`;
      const known = fate.get(key);
      const exists = change.after !== null;
      if (known) known.exists = exists;
      else fate.set(key, { ref: { part: change.part, id: change.id }, existed: change.before !== null, exists });
      if (change.part !== "core_networks") continue;
      for (const name of segmentsLeaving(change.before, change.after)) if (!leaving.has(name)) leaving.set(name, true);
      for (const name of segmentsLeaving(change.after, change.before)) leaving.set(name, false);
    }
  }
  const gone = [...fate.values()].filter(({ existed, exists }) => existed && !exists).map(({ ref }) => ref);
  const segments = [...leaving].filter(([, left]) => left).map(([id]) => ({ part: "segments", id }));
  return [...gone, ...segments];
}
