import { TriasError } from "@trias/core";

export type IdentityErrorCode = "listen_failed";

/** What keeps the local identity provider from starting. */
export class IdentityError extends TriasError<IdentityErrorCode> {
  override readonly name = "IdentityError";
}
