import { applyChanges, type Estate, type ResourceChange } from "@trias/estate";
import type { FlowDifference, Hop, OneWay, Packet, Place } from "../answer.ts";
import { diffEstates } from "../diff.ts";
import { reach } from "../trace.ts";
import { type Ends, endsOf } from "./ends.ts";
import { suggestion } from "./suggestion.ts";

export interface Remedy {
  readonly verdict: OneWay["verdict"];
  /** Changes, in order, each the smallest that takes the next obstacle away. */
  readonly changes: readonly { readonly text: string; readonly change: ResourceChange }[];
  /** What stands in the way and no single setting takes away; null where the changes are enough. */
  readonly obstacle: Hop | null;
  /** What the changes open and close altogether, on a copy of the estate. */
  readonly flows: FlowDifference;
}

const MOST = 12;
const NOTHING: FlowDifference = { opened: [], closed: [] };

/**
 * The smallest changes that let exactly these packets through, found by trying each on a copy of the estate; nothing is carried out.
 * What they would open besides stands in `flows`.
 */
export function remedyOf(estate: Estate, from: Place, to: Place, packet: Packet): Remedy {
  const ends: Ends = endsOf(estate, from, to);
  const changes: { text: string; change: ResourceChange }[] = [];
  let now = estate;
  for (;;) {
    const { verdict, blocked_by: by } = reach(now, from, to, packet);
    const done = verdict !== "blocked" || by === undefined;
    const next = done || changes.length === MOST ? null : suggestion(now, by, ends, packet);
    if (next === null) {
      const flows = changes.length === 0 ? NOTHING : diffEstates(estate, now);
      return { verdict, changes, obstacle: done ? null : by, flows };
    }
    changes.push(next);
    now = applyChanges(now, [next.change], { serial: now.serial + 1, time: now.time });
  }
}
