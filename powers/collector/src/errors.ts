import { TriasError } from "@trias/core";

export type CollectorErrorCode = "key_missing";

export class CollectorError extends TriasError<CollectorErrorCode> {
  override readonly name = "CollectorError";
}
