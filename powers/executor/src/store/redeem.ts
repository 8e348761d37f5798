import type { Envelope } from "@trias/protocol";
import type { Accepted } from "../consistency.ts";
import { ExecutorError, SupersededError } from "../errors.ts";
import type { Execution } from "../execution.ts";
import type { Database, Sql } from "../ports.ts";

export interface Locks {
  /** Keys of what the plan changes. */
  readonly exclusive: readonly string[];
  /** Keys of what it only depends on. */
  readonly shared: readonly string[];
}

export interface Redemption {
  readonly execution: Execution;
  readonly planBytes: Uint8Array;
  readonly locks: Locks;
  /** The newest accepted checkpoint once this one counts, and the size of the one that it was proven against. */
  readonly newest: Accepted;
  readonly provenFrom: number | undefined;
  readonly report: Envelope;
  readonly epoch: number;
}

export type Redeemed = "redeemed" | "used";

/** Any number that nothing else on this database takes: redemptions go one after the other. */
const REDEEM_LOCK = 1;

/**
 * Redeems a warrant: its id, the execution with all its steps, its locks and the accepted checkpoint, all or nothing.
 *
 * INVARIANT: this commits before the first effect, and the id is unique for ever; so a warrant opens one execution.
 */
export async function redeem(database: Database, redemption: Redemption): Promise<Redeemed> {
  return database.transaction(async (sql) => {
    await sql.query("select pg_advisory_xact_lock($1)", [REDEEM_LOCK]);
    if (await isUsed(sql, redemption)) return "used";
    await checkCheckpoint(sql, redemption);
    await checkRunner(sql, redemption.epoch);
    await checkOverlap(sql, redemption.locks);
    await insertAll(sql, redemption);
    return "redeemed";
  });
}

async function isUsed(sql: Sql, { execution }: Redemption): Promise<boolean> {
  const { count } = await sql.query(
    "insert into used_warrant (id, plan_digest, redeemed) values ($1, $2, $3) on conflict (id) do nothing",
    [execution.id, execution.permit.plan_digest, execution.redeemed],
  );
  return count === 0;
}

async function checkCheckpoint(sql: Sql, { provenFrom }: Redemption): Promise<void> {
  const { rows } = await sql.query<{ size: number }>("select size from accepted_checkpoint");
  if (rows[0]?.size !== provenFrom) throw new CheckpointMoved();
}

/** The checkpoint that consistency was proven from is not the accepted one any more: prove it from that, and redeem again. */
export class CheckpointMoved extends ExecutorError {
  constructor() {
    super("unavailable", "another warrant was redeemed meanwhile", { remedy: "retry" });
  }
}

async function checkRunner(sql: Sql, epoch: number): Promise<void> {
  const { rows } = await sql.query<{ epoch: number; halted: boolean }>("select epoch, halted from runner for share");
  if (rows[0]?.epoch !== epoch) throw new SupersededError();
  if (rows[0].halted) throw haltedError();
}

export function haltedError(): ExecutorError {
  const fix = "a person takes the halt back with `trias resume`";
  return new ExecutorError("unavailable", "the executor is halted", { at: "halt", fix, remedy: "ask" });
}

async function checkOverlap(sql: Sql, { exclusive, shared }: Locks): Promise<void> {
  const { rows } = await sql.query<{ resource: string; execution: string }>(
    "select resource, execution from resource_lock where (exclusive and resource = any($1)) or resource = any($2) limit 1",
    [shared, exclusive],
  );
  const taken = rows[0];
  if (!taken) return;
  throw new ExecutorError("conflict", `\`${taken.resource}\` is being worked on by execution ${taken.execution}`, {
    at: taken.resource,
    fix: "send the warrant again when that has ended",
    remedy: "retry",
  });
}

async function insertAll(sql: Sql, { execution, planBytes, locks, newest, report }: Redemption): Promise<void> {
  const { id, permit, plan, start, state, sequence, message, redeemed } = execution;
  await sql.query(
    `insert into execution (id, case_id, plan_digest, warrant, plan, start, state, sequence, message, redeemed)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      permit.case,
      permit.plan_digest,
      JSON.stringify(permit),
      planBytes,
      JSON.stringify(start),
      state,
      sequence,
      message,
      redeemed,
    ],
  );
  await sql.query(
    `insert into execution_step (execution, step, direction, status, predicted, after, message)
     select $1, step, 'do', 'pending', '[]', '[]', '' from unnest($2::text[]) step`,
    [id, plan.steps.map((step) => step.id)],
  );
  const only = new Set(locks.exclusive);
  const shared = locks.shared.filter((key) => !only.has(key));
  await sql.query(
    `insert into resource_lock (resource, execution, exclusive)
     select resource, $1, true from unnest($2::text[]) resource
     union all select resource, $1, false from unnest($3::text[]) resource`,
    [id, locks.exclusive, shared],
  );
  await sql.query(
    `insert into accepted_checkpoint (size, root, note) values ($1, $2, $3)
     on conflict (one) do update set size = excluded.size, root = excluded.root, note = excluded.note`,
    [newest.size, newest.root, newest.note],
  );
  await sql.query("insert into outbox (execution, sequence, progress, envelope) values ($1, $2, false, $3)", [
    id,
    sequence,
    JSON.stringify(report),
  ]);
}
