import { TriasError } from "@trias/core";

export type SnapshotErrorCode =
  | "source_missing"
  | "source_too_large"
  | "source_unreadable"
  | "source_unrecognised"
  | "option_malformed";

/** Errors of `@trias/snapshot`: a source that can't be read at all. What is wrong inside of it is in the report. */
export class SnapshotError extends TriasError<SnapshotErrorCode> {
  override readonly name = "SnapshotError";
}
