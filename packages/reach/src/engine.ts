import type { ReachEngine } from "./answer.ts";
import { checkInvariants } from "./check.ts";
import { diffEstates } from "./diff.ts";
import { prepare } from "./prepare.ts";
import { reach, trace } from "./trace.ts";

/** The engine. What it works out of an estate is kept by the estate's parts, so that estates that share parts share the work. */
export function createReachEngine(): ReachEngine {
  return { prepare, trace, reach, diff: diffEstates, check: checkInvariants };
}
