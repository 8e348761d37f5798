/** What the caller should do about an error: try again, stop, or ask a person. */
export type Remedy = "retry" | "stop" | "ask";

export interface TriasErrorOptions {
  /** Where the fault is: a field path, a line, a resource id. */
  readonly at?: string;
  /** How to mend it, in one clause. */
  readonly fix?: string;
  readonly remedy?: Remedy;
  readonly cause?: unknown;
}

/**
 * Base of every error that Trias raises on purpose. `code` is stable and documented; the message says what was wrong,
 * `at` where, `fix` how to mend it. Each package narrows `Code` to its own closed union.
 */
export class TriasError<Code extends string = string> extends Error {
  override readonly name: string = "TriasError";
  readonly code: Code;
  readonly at: string | undefined;
  readonly fix: string | undefined;
  readonly remedy: Remedy;

  constructor(code: Code, message: string, options: TriasErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.at = options.at;
    this.fix = options.fix;
    this.remedy = options.remedy ?? "stop";
  }

  /** One line for a person: what, where, how to mend it. */
  describe(): string {
    const where = this.at === undefined ? "" : ` (at ${this.at})`;
    const mend = this.fix === undefined ? "" : `; ${this.fix}`;
    return `${this.message}${where}${mend}`;
  }
}

export type CoreErrorCode =
  | "json_too_large"
  | "json_too_deep"
  | "json_too_many_values"
  | "json_not_utf8"
  | "json_syntax"
  | "json_duplicate_key"
  | "json_forbidden_key"
  | "json_unsafe_number"
  | "canonical_unsupported"
  | "base64_malformed"
  | "hex_malformed"
  | "digest_malformed"
  | "schema_mismatch"
  | "key_malformed";

/** Errors of `@trias/core`: bytes, JSON and digests. */
export class CoreError extends TriasError<CoreErrorCode> {
  override readonly name = "CoreError";
}

/** The text of any thrown value, for logs and for `cause` chains. */
export function messageOf(error: unknown): string {
  if (error instanceof TriasError) return error.describe();
  return error instanceof Error ? error.message : String(error);
}
