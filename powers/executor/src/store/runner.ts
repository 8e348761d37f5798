import type { Accepted } from "../consistency.ts";
import { ExecutorError } from "../errors.ts";
import type { Sql } from "../ports.ts";

const SKEW_MS = 30_000;

/** Takes the store over: whatever process wrote before can't any more. Returns this process's epoch. */
export async function takeOver(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ epoch: number }>("update runner set epoch = epoch + 1 returning epoch");
  const epoch = rows[0]?.epoch;
  if (epoch === undefined) throw new ExecutorError("unavailable", "the store has no schema", { at: "runner" });
  return epoch;
}

export async function lastRedemption(sql: Sql): Promise<number | undefined> {
  const { rows } = await sql.query<{ last: Date | null }>("select max(redeemed) as last from used_warrant");
  return rows[0]?.last?.getTime();
}

/** INVARIANT: time never goes back: a warrant that has expired must not come to life again. */
export function checkClock(last: number | undefined, now: number): void {
  if (last === undefined || now >= last - SKEW_MS) return;
  const behind = Math.round((last - now) / 1000);
  throw new ExecutorError("unavailable", `this machine's clock is ${behind} s behind the last redemption`, {
    at: "clock",
    fix: "set the clock right",
    remedy: "ask",
  });
}

export async function acceptedCheckpoint(sql: Sql): Promise<Accepted | undefined> {
  const { rows } = await sql.query<Accepted>("select size, root, note from accepted_checkpoint");
  return rows[0];
}

export interface HaltState {
  readonly halted: boolean;
  readonly reason: string | null;
}

export async function isUsed(sql: Sql, id: string): Promise<boolean> {
  return (await sql.query("select from used_warrant where id = $1", [id])).count > 0;
}

export async function haltState(sql: Sql): Promise<HaltState> {
  const { rows } = await sql.query<HaltState>("select halted, halt_reason as reason from runner");
  return rows[0] ?? { halted: true, reason: "the store has no schema" };
}

/** `by` says who, in words. */
export async function setHalt(sql: Sql, halted: boolean, reason: string | null, by: string, at: string): Promise<void> {
  await sql.query("update runner set halted = $1, halt_reason = $2, halt_by = $3, halt_at = $4", [
    halted,
    reason,
    by,
    at,
  ]);
}
