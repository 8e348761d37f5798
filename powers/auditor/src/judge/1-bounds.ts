import { TriasError } from "@trias/core";
import { MAX_PLAN_BYTES, type ParsedPlan, parsePlan } from "@trias/plan";
import { AuditorError } from "../errors.ts";

/** The place that a plan must name: its case, and the round that the auditor asked for last. */
export interface Place {
  readonly case: string;
  readonly round: number;
}

/**
 * Size, form and place of a plan. What fails here is no plan of this case at all: it is refused, and gets no verdict. `place` is null
 * where a person has a plan looked at outside of any case.
 */
export function checkBounds(bytes: Uint8Array, place: Place | null): ParsedPlan {
  if (bytes.length > MAX_PLAN_BYTES) {
    throw new AuditorError("bad_request", `a plan of ${bytes.length} bytes`, {
      fix: `at most ${MAX_PLAN_BYTES} are read`,
    });
  }
  const parsed = readPlan(bytes);
  if (place === null) return parsed;
  const { plan } = parsed;
  if (plan.case !== place.case) {
    throw new AuditorError("conflict", `the plan names case \`${plan.case}\``, {
      at: "case",
      fix: `expected \`${place.case}\``,
    });
  }
  if (plan.round !== place.round) {
    throw new AuditorError("conflict", `the plan is of round ${plan.round}`, {
      at: "round",
      fix: `expected ${place.round}`,
    });
  }
  return parsed;
}

function readPlan(bytes: Uint8Array): ParsedPlan {
  try {
    return parsePlan(bytes);
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    throw new AuditorError("bad_request", error.message, {
      at: error.at ?? "plan",
      ...(error.fix === undefined ? {} : { fix: error.fix }),
      cause: error,
    });
  }
}
