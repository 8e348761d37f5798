import { TriasError } from "@trias/core";

export type ReachErrorCode = "place_unknown" | "place_ambiguous" | "packet_malformed" | "too_many_pairs";

/** Errors of `@trias/reach`: a question that names no place, or no packet. */
export class ReachError extends TriasError<ReachErrorCode> {
  override readonly name = "ReachError";
}
