import type { Estate } from "@trias/estate";
import type { OneWay, Packet, Place } from "../answer.ts";
import { ReachError } from "../errors.ts";
import { reach } from "../trace.ts";
import { viewOf } from "../view.ts";
import { classesOf, outsideOf } from "./classes.ts";

/** One kind of endpoint, or a place outside, that is reached or reaches. */
export interface Reached {
  /** One of its endpoints, or the place. */
  readonly place: Place;
  /** How many endpoints nothing tells apart from it, itself included. */
  readonly alike: number;
  readonly verdict: Exclude<OneWay["verdict"], "blocked">;
}

/** Who gets these packets through to a place: every kind of endpoint, the internet, and the sites. */
export function whoReaches(estate: Estate, to: Place, packet: Packet): Reached[] {
  return everyone(estate, to, (other) => reach(estate, other, to, packet).verdict);
}

/** What a place gets these packets through to; of the internet: what is exposed. */
export function reachedFrom(estate: Estate, from: Place, packet: Packet): Reached[] {
  return everyone(estate, from, (other) => reach(estate, from, other, packet).verdict);
}

function everyone(estate: Estate, place: Place, ask: (other: Place) => OneWay["verdict"]): Reached[] {
  const view = viewOf(estate);
  const kinds = classesOf([view]).map(({ id, size }) => ({ place: id, alike: size }));
  const outside = outsideOf([view]).map((id) => ({ place: id, alike: 1 }));
  return [...outside, ...kinds].flatMap((each): Reached[] => {
    if (each.place === place) return [];
    const verdict = asked(() => ask(each.place));
    return verdict === "blocked" ? [] : [{ ...each, verdict }];
  });
}

/** A place with too many addresses to try may be reached. */
function asked(ask: () => OneWay["verdict"]): OneWay["verdict"] {
  try {
    return ask();
  } catch (error) {
    if (error instanceof ReachError && error.code === "too_many_pairs") return "may";
    throw error;
  }
}
