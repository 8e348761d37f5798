import { TriasError } from "@trias/core";

export type CloudWanErrorCode =
  | "policy_malformed"
  | "attachments_malformed"
  | "attachment_duplicate"
  | "attachment_unknown"
  | "destination_malformed";

/** Errors of `@trias/cloud-wan`: a core network policy or its attachments that can't be read, or a question about what isn't there. */
export class CloudWanError extends TriasError<CloudWanErrorCode> {
  override readonly name = "CloudWanError";
}
