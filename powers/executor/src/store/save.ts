import type { Envelope } from "@trias/protocol";
import { SupersededError } from "../errors.ts";
import type { Execution, StepRecord } from "../execution.ts";
import type { Database, Sql } from "../ports.ts";

export interface Save {
  readonly execution: Execution;
  /** Records that changed since the last save. */
  readonly records: readonly StepRecord[];
  readonly report: Envelope;
  readonly epoch: number;
  /** Refused while halted. */
  readonly startsStep: boolean;
  /** The execution has ended: its locks go. */
  readonly finished: boolean;
  readonly time: string;
}

/** Writes where an execution stands, with the report that says so, all or nothing; `halted` means that nothing was written. */
export async function save(database: Database, what: Save): Promise<"saved" | "halted"> {
  return database.transaction(async (sql) => {
    const { rows } = await sql.query<{ epoch: number; halted: boolean }>("select epoch, halted from runner for share");
    // INVARIANT: an older process never writes over a newer one, and no step starts while halted.
    if (rows[0]?.epoch !== what.epoch) throw new SupersededError();
    if (what.startsStep && rows[0].halted) return "halted";
    await writeAll(sql, what);
    return "saved";
  });
}

async function writeAll(sql: Sql, { execution, records, report, finished, time }: Save): Promise<void> {
  const { id, state, sequence, message } = execution;
  await sql.query("update execution set state = $2, sequence = $3, message = $4, finished = $5 where id = $1", [
    id,
    state,
    sequence,
    message,
    finished ? time : null,
  ]);
  if (records.length > 0) await sql.query(UPSERT, [id, JSON.stringify(records)]);
  await sql.query("delete from outbox where execution = $1 and progress", [id]);
  await sql.query(
    `insert into outbox (execution, sequence, progress, envelope) values ($1, $2, $3, $4)
     on conflict (execution, sequence) do update set envelope = excluded.envelope`,
    [id, sequence, !finished, JSON.stringify(report)],
  );
  if (finished) await sql.query("delete from resource_lock where execution = $1", [id]);
}

const UPSERT = `
  insert into execution_step (execution, step, direction, status, created, predicted, after, message, started, finished)
  select $1, r.* from jsonb_to_recordset($2::jsonb) as r(
    step text, direction text, status text, created text, predicted jsonb, after jsonb, message text,
    started timestamptz, finished timestamptz)
  on conflict (execution, step, direction) do update set
    status = excluded.status, created = excluded.created, predicted = excluded.predicted, after = excluded.after,
    message = excluded.message, started = excluded.started, finished = excluded.finished`;
