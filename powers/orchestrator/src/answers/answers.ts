import type { Intent } from "@trias/protocol";
import type { PlannerContext } from "../planners/planner.ts";
import { explain } from "./explain.ts";
import { networkStatus } from "./network-status.ts";
import { troubleshoot } from "./troubleshoot.ts";

type Answerer = (intent: Intent, context: PlannerContext) => string;

/** One for each intent that only reads and that is available; a first line that stands by itself, then the rest. */
const ANSWERERS: ReadonlyMap<string, Answerer> = new Map([
  ["explain", explain],
  ["network_status", networkStatus],
  ["troubleshoot_connectivity", troubleshoot],
]);

/** The answer to an intent that only reads; null for one that needs a plan. Throws an OrchestratorError where there is no answer. */
export function answerOf(intent: Intent, context: PlannerContext): string | null {
  return ANSWERERS.get(intent.type)?.(intent, context) ?? null;
}
