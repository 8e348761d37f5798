import { TriasError } from "@trias/core";

export type EstateErrorCode =
  | "part_unnamed"
  | "part_unknown"
  | "resource_malformed"
  | "resource_duplicate"
  | "resource_absent"
  | "segment_name_clash"
  | "segment_name_mismatch"
  | "change_malformed"
  | "change_conflict"
  | "delta_gap"
  | "knowledge_differs"
  | "cidr_malformed"
  | "cidr_host_bits"
  | "cidr_family"
  | "sample_malformed";

/** Errors of `@trias/estate`: a network that can't be read, or a change that doesn't fit it. */
export class EstateError extends TriasError<EstateErrorCode> {
  override readonly name = "EstateError";
}
