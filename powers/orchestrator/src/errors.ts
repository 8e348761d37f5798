import { TriasError } from "@trias/core";

export type OrchestratorErrorCode =
  | "config_malformed"
  /** The collector's word about the estate isn't here yet, or does not verify. */
  | "estate_missing"
  | "receipt_malformed"
  /** No planner for what was asked. */
  | "unavailable"
  /** It can't be planned as the estate is. */
  | "impossible"
  | "nothing_to_do"
  | "nothing_executed"
  | "plan_missing";

/** Errors of the orchestrator: what it can't plan, and why. */
export class OrchestratorError extends TriasError<OrchestratorErrorCode> {
  override readonly name = "OrchestratorError";
}
