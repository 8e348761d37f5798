import { TriasError } from "@trias/core";

export type ProtocolErrorCode =
  | "schema_mismatch"
  | "envelope_malformed"
  | "envelope_unsigned"
  | "envelope_wrong_type"
  | "version_skew";

/** A message that does not have the form that this protocol gives it, or was not signed by whom it should be. */
export class ProtocolError extends TriasError<ProtocolErrorCode> {
  override readonly name = "ProtocolError";
}
