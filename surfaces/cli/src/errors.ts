import { TriasError, type TriasErrorOptions } from "@trias/core";
import { LinkError, type RefusalCode, RefusalError } from "@trias/link";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export type CliErrorCode =
  | "file_unreadable"
  | "file_too_large"
  | "option_malformed"
  | "policy_malformed"
  | "credential_missing"
  | "source_unknown"
  | "signin_failed"
  | "not_waiting"
  | "not_available"
  | "ledger_unverified"
  | "service_down"
  | "bundle_malformed";

/** A command that can't do what it was asked. */
export class CliError extends TriasError<CliErrorCode> {
  override readonly name = "CliError";
  readonly exit: ExitCode;

  constructor(code: CliErrorCode, exit: ExitCode, message: string, options: TriasErrorOptions = {}) {
    super(code, message, options);
    this.exit = exit;
  }
}

const EXIT_OF_REFUSAL: Readonly<Record<RefusalCode, ExitCode>> = {
  bad_request: EXIT.usage,
  not_found: EXIT.usage,
  conflict: EXIT.usage,
  too_large: EXIT.usage,
  unauthenticated: EXIT.usage,
  forbidden: EXIT.usage,
  version_skew: EXIT.internal,
  internal: EXIT.internal,
  throttled: EXIT.serviceDown,
  unavailable: EXIT.serviceDown,
  timeout: EXIT.serviceDown,
  unreachable: EXIT.serviceDown,
};

/** The rest of what goes wrong here comes from what the user gave: a plan, a place, a charter, a key, a folder. */
const NOT_THE_USERS: Readonly<Record<string, ExitCode>> = {
  not_ready: EXIT.serviceDown,
  cluster_failed: EXIT.serviceDown,
  spawn_failed: EXIT.internal,
  seal_broken: EXIT.internal,
  bundle_failed: EXIT.internal,
  cedar_failed: EXIT.internal,
};

export function exitOfError(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exit;
  if (error instanceof RefusalError) return EXIT_OF_REFUSAL[error.code];
  if (error instanceof LinkError || !(error instanceof TriasError)) return EXIT.internal;
  return NOT_THE_USERS[error.code] ?? EXIT.usage;
}
