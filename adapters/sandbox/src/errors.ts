import { TriasError, type TriasErrorOptions } from "@trias/core";

/** The first seven are what a caller of the cloud is told; the rest keep the process from starting. */
export type SandboxErrorCode =
  | "bad_request"
  | "conflict"
  | "not_found"
  | "throttled"
  | "unavailable"
  | "timeout"
  | "internal"
  | "seed_unreadable"
  | "journal_damaged";

/** Errors of the sandbox cloud. */
export class SandboxError extends TriasError<SandboxErrorCode> {
  override readonly name = "SandboxError";
}

/** What an action's own error means to a caller over the wire: it was refused and nothing was done. */
export function refusal(error: TriasError): SandboxError {
  const malformed = ["action_unknown", "parameters_malformed", "part_unnamed"].includes(error.code);
  const options: TriasErrorOptions = {
    ...(error.at === undefined ? {} : { at: error.at }),
    ...(error.fix === undefined ? {} : { fix: error.fix }),
    remedy: "stop",
    cause: error,
  };
  return new SandboxError(malformed ? "bad_request" : "conflict", error.message, options);
}
