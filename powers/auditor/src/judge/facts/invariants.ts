import type { Estate } from "@trias/estate";
import type { Charter, Facts } from "@trias/policy";
import type { Concern } from "@trias/protocol";
import { type ReachEngine, ReachError } from "@trias/reach";
import type { Effects } from "../3-effects.ts";
import { warned } from "../concern.ts";

type Invariant = Charter["invariants"][number];

export interface InvariantFacts {
  readonly violations: Facts["invariant_violations"];
  /** Expectations about places that the estate does not have: a slip in the charter, or a segment that is gone. */
  readonly concerns: readonly Concern[];
}

/**
 * Which of the charter's expectations do not hold afterwards, and whether they held before. They all say what is never reached, so that a
 * plan which opens nothing can't break one.
 */
export function invariantFacts(effects: Effects, { invariants }: Charter, reach: ReachEngine): InvariantFacts {
  if (effects.opened.length === 0) return { violations: [], concerns: [] };
  const checked = invariants.map((invariant) => checkOne(invariant, effects, reach));
  return {
    violations: checked.flatMap(({ violations }) => violations).slice(0, 500),
    concerns: checked.flatMap(({ concerns }) => concerns).slice(0, 20),
  };
}

function checkOne(invariant: Invariant, { before, after }: Effects, reach: ReachEngine): InvariantFacts {
  const now = flowsOf(reach, after, invariant);
  if (now === null) {
    const message = `the expectation names a place that the estate does not have: ${invariant.from} → ${invariant.to}`;
    return { violations: [], concerns: [warned("invariant.no_place", message, invariant.id)] };
  }
  if (now.length === 0) return { violations: [], concerns: [] };
  const known = new Set(flowsOf(reach, before, invariant));
  const violations = now.map((flow) => ({ invariant: invariant.id, flow, new: !known.has(flow) }));
  return { violations, concerns: [] };
}

/** The flows that break an expectation; null where a place in it does not exist, which nothing can reach. */
function flowsOf(reach: ReachEngine, estate: Estate, invariant: Invariant): string[] | null {
  try {
    return reach
      .check(estate, [invariant])
      .map(({ flow: { from, to, protocol, ports } }) => `${from} → ${to} ${protocol} ${ports}`);
  } catch (error) {
    if (error instanceof ReachError && error.code === "place_unknown") return null;
    throw error;
  }
}
