import type { Execution, StepRecord } from "../execution.ts";
import type { Clock, Cloud, Log } from "../ports.ts";

/** Raised at the next pause when this process is to end; whatever is open goes on where it was after the next start. */
export class Closing extends Error {
  override readonly name = "Closing";
}

export interface SaveOptions {
  readonly startsStep?: boolean;
  readonly finished?: boolean;
}

/** What the runs of executions share. */
export interface RunContext {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly log: Log;
  /** How long after the deadline it is still asked what became of an operation, and how long a way back may take. */
  readonly settleMs: number;
  /** Reason for a local halt, or undefined. */
  readonly localHalt: () => string | undefined;
  /** Reason for a halt by a person, or undefined. */
  readonly halt: () => Promise<string | undefined>;
  /** Writes the records and the execution's state, signed and for the auditor too; goes on trying while the store is gone. */
  readonly save: (
    execution: Execution,
    records: readonly StepRecord[],
    options?: SaveOptions,
  ) => Promise<"saved" | "halted">;
  /** Waits, or throws Closing. */
  readonly pause: (ms: number) => Promise<void>;
}
