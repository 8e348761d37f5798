import type { Envelope } from "@trias/protocol";
import { SupersededError } from "../errors.ts";
import type { Execution, StepRecord } from "../execution.ts";
import type { Sql } from "../ports.ts";

export interface Save {
  readonly execution: Execution;
  /** Records that changed since the last save. */
  readonly records: readonly StepRecord[];
  readonly report: Envelope;
  readonly epoch: number;
  /** Refused while halted. */
  readonly startsStep: boolean;
  /** RFC 3339, where the execution has ended: its locks go. */
  readonly finished: string | null;
}

/** Writes where an execution stands, with the report that says so, all or nothing; `halted` means that nothing was written. */
export async function save(sql: Sql, what: Save): Promise<"saved" | "halted"> {
  const { id, state, sequence, message } = what.execution;
  const { records, report, epoch, finished } = what;
  const { rows } = await sql.query<{ outcome: string }>(
    "select save_execution($1, $2, $3, $4, $5, $6, $7, $8, $9) as outcome",
    [id, state, sequence, message, JSON.stringify(records), JSON.stringify(report), epoch, finished, what.startsStep],
  );
  const outcome = rows[0]?.outcome;
  if (outcome === "saved" || outcome === "halted") return outcome;
  throw new SupersededError();
}
