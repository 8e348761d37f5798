import { TriasError } from "@trias/core";

export type PolicyErrorCode =
  | "charter_file_missing"
  | "charter_file_unknown"
  | "charter_malformed"
  | "charter_loosens"
  | "policy_refused"
  | "cedar_failed";

/** A charter that can't be taken, or a policy engine that does not answer. */
export class PolicyError extends TriasError<PolicyErrorCode> {
  override readonly name = "PolicyError";
}
