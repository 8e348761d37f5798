import { TriasError } from "@trias/core";

export type LedgerErrorCode =
  | "tree_range"
  | "proof_malformed"
  | "note_malformed"
  | "note_unsigned"
  | "checkpoint_malformed"
  | "checkpoint_origin"
  | "key_malformed"
  | "entry_too_large"
  | "bundle_malformed";

/** A tree, note, checkpoint, key or exported ledger that does not have its form or does not verify. */
export class LedgerError extends TriasError<LedgerErrorCode> {
  override readonly name = "LedgerError";
}
