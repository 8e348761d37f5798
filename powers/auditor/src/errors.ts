import { TriasError } from "@trias/core";

/** Codes that cross the process border are those of a refused call; the rest end the process at its start. */
export type AuditorErrorCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "throttled"
  | "unavailable"
  | "ledger_mismatch"
  | "clock_behind"
  | "charter_unsigned"
  | "second_writer"
  | "misconfigured";

/** A call that the auditor refuses, or a reason why it won't start. */
export class AuditorError extends TriasError<AuditorErrorCode> {
  override readonly name = "AuditorError";
}
