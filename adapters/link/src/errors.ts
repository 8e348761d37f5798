import { TriasError } from "@trias/core";

/** Each refusal that crosses a process border, with its HTTP status. */
export const STATUS_OF = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  version_skew: 426,
  throttled: 429,
  internal: 500,
  unavailable: 503,
  timeout: 504,
} as const;

export type RefusalStatus = (typeof STATUS_OF)[keyof typeof STATUS_OF];

/**
 * `unreachable` is never sent: it is what a caller gets where no answer came at all. Its `at` is `connect` where the call can't
 * have arrived, `answer` where it may have, so that nothing is known of the effect.
 */
export type RefusalCode = keyof typeof STATUS_OF | "unreachable";

/** A call that was refused, here or by the process that was called. */
export class RefusalError extends TriasError<RefusalCode> {
  override readonly name = "RefusalError";
}

export type LinkErrorCode = "config_malformed" | "peer_not_allowed" | "route_duplicate" | "parameter_missing";

/** A mistake in how a process is set up or wired, not in what somebody sent. */
export class LinkError extends TriasError<LinkErrorCode> {
  override readonly name = "LinkError";
}
