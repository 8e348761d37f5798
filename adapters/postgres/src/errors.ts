import { TriasError } from "@trias/core";

export type PostgresErrorCode =
  /** No answer, or one that says "not now": nothing is known of a commit that was under way. */
  | "unavailable"
  /** Two transactions met and ours lost, more often than was retried. */
  | "conflict"
  /** The schema in the database is newer than this build. */
  | "version_skew"
  /** A migration that was applied reads differently now, or one is missing. */
  | "migration_changed"
  | "migration_malformed"
  | "name_malformed"
  | "binaries_missing"
  | "dir_unreachable"
  | "cluster_failed"
  | "number_unsafe";

/** Errors of the store: of its connection, of its schema, or of the server that we run ourselves. */
export class PostgresError extends TriasError<PostgresErrorCode> {
  override readonly name = "PostgresError";
}

/** SQLSTATE of an error that the server reported; undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** The constraint that a unique violation is about; undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  if (sqlState(error) !== "23505" || !(error instanceof Error) || !("constraint" in error)) return undefined;
  return typeof error.constraint === "string" ? error.constraint : undefined;
}

/** Connection exceptions, resources gone (a full disk is `53100`), an operator's shutdown, and system errors of the server. */
const GONE = /^(?:08|53|57P|58|F0|XX)/;
const GONE_SYSTEM = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const GONE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i;

/** The same error, or a PostgresError `unavailable` where the database can't serve at present. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const state = sqlState(error);
  const system = "code" in error && typeof error.code === "string" ? error.code : "";
  const gone = state === undefined ? GONE_SYSTEM.has(system) || GONE_TEXT.test(error.message) : GONE.test(state);
  if (!gone) return error;
  return new PostgresError("unavailable", "the database can't serve at present", {
    at: state ?? (system || "connection"),
    fix: "it is tried again; see `trias status`",
    remedy: "retry",
    cause: error,
  });
}
