import { TriasError } from "@trias/core";

export type PlanErrorCode =
  | "plan_malformed"
  | "action_unknown"
  | "parameters_malformed"
  | "planned_unresolved"
  | "not_applicable"
  | "already_exists"
  | "absent"
  | "in_use"
  | "version_conflict"
  | "full"
  | "name_taken"
  | "nothing_to_do"
  | "ambiguous"
  | "no_way_back";

/** Errors of `@trias/plan`: a plan that can't be read, doesn't fit the estate, or can't be taken back. */
export class PlanError extends TriasError<PlanErrorCode> {
  override readonly name = "PlanError";
}
