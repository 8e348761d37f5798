import { TriasError, type TriasErrorOptions } from "@trias/core";
import { type RefusalCode, RefusalError } from "@trias/link";
import { EXIT, type ExitCode } from "./exit-codes.ts";

export type CliErrorCode =
  | "file_unreadable"
  | "file_too_large"
  | "option_malformed"
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

/** Input that does not parse is the user's to mend, wherever in our packages that was noticed. */
const USER_INPUT =
  /^(?:json_|schema_mismatch|base64_|option_|plan_|action_|estate_malformed|charter_malformed|port_busy)/;
const DOWN = new Set(["not_ready", "spawn_failed"]);

export function exitOfError(error: unknown): ExitCode {
  if (error instanceof CliError) return error.exit;
  if (error instanceof RefusalError) return EXIT_OF_REFUSAL[error.code];
  if (error instanceof TriasError) {
    if (DOWN.has(error.code)) return EXIT.serviceDown;
    if (USER_INPUT.test(error.code)) return EXIT.usage;
    if (/^(?:already_running|not_running|still_running|state_)/.test(error.code)) return EXIT.usage;
  }
  return EXIT.internal;
}
