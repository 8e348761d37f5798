import { TriasError } from "@trias/core";

export type ExecutorErrorCode =
  /** The warrant or the plan does not have its form, or does not verify. */
  | "bad_request"
  /** It verifies, but doesn't permit this here and now. */
  | "forbidden"
  /** Used already for something else, overlapping with another execution, or what was judged has changed since. */
  | "conflict"
  | "not_found"
  /** Halted, the clock is wrong, or something that is needed does not answer. */
  | "unavailable";

/** Why the executor does not do what it was asked; `at` names the check. */
export class ExecutorError extends TriasError<ExecutorErrorCode> {
  override readonly name = "ExecutorError";
}

/** Another process runs on this store: this one may not write any more. */
export class SupersededError extends TriasError<"superseded"> {
  override readonly name = "SupersededError";

  constructor() {
    super("superseded", "another executor has taken over this store", { fix: "run one executor a store" });
  }
}
