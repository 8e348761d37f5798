import { setTimeout as sleep } from "node:timers/promises";
import { PostgresError, sqlState } from "./errors.ts";
import type { Pool, Queryable } from "./pool.ts";

export interface TransactionOptions {
  /** `read committed` unless given. */
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  /** How often it is run again after a serialisation failure or a deadlock: 8. `fn` must have no other effect than its SQL. */
  readonly retries?: number;
}

/** Runs `fn` in one transaction: committed when it returns, rolled back when it throws. */
export async function transaction<T>(
  pool: Pool,
  fn: (tx: Queryable) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const { isolation = "read committed", retries = 8 } = options;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await runOnce(pool, fn, isolation);
    } catch (error) {
      if (!isCollision(error)) throw error;
      if (attempt >= retries) {
        const message = `gave way to other transactions ${attempt + 1} times`;
        throw new PostgresError("conflict", message, { remedy: "retry", cause: error });
      }
      await sleep(2 ** Math.min(attempt, 6) * (0.5 + Math.random()));
    }
  }
}

function isCollision(error: unknown): boolean {
  const state = sqlState(error);
  return state === "40001" || state === "40P01";
}

interface Outcome<T> {
  readonly value?: T;
  readonly error?: unknown;
}

async function runOnce<T>(pool: Pool, fn: (tx: Queryable) => Promise<T>, isolation: string): Promise<T> {
  const outcome = await pool.withConnection(async (connection): Promise<Outcome<T>> => {
    await connection.query(isolation === "read committed" ? "begin" : `begin isolation level ${isolation}`);
    let value: T;
    try {
      value = await fn(connection);
    } catch (error) {
      // Where even this fails the connection is gone, which ends the transaction just as well.
      await connection.query("rollback");
      return { error };
    }
    await connection.query("commit");
    return { value };
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.value as T;
}
