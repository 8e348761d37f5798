import { TriasError } from "@trias/core";

export type BenchErrorCode = "system_not_up" | "option_malformed" | "case_refused" | "estate_too_small" | "stuck";

/** A measurement that could not be made. */
export class BenchError extends TriasError<BenchErrorCode> {
  override readonly name = "BenchError";
}
