import { TriasError } from "@trias/core";

export type SupervisorErrorCode =
  | "state_unreachable"
  | "state_malformed"
  | "port_busy"
  | "already_running"
  | "not_running"
  | "still_running"
  | "seal_broken"
  | "spawn_failed"
  | "not_ready"
  | "charter_malformed"
  | "estate_malformed"
  | "option_malformed"
  | "model_malformed";

/** What keeps the system from starting or stopping. */
export class SupervisorError extends TriasError<SupervisorErrorCode> {
  override readonly name = "SupervisorError";
}
