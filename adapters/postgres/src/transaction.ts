import { setTimeout as sleep } from "node:timers/promises";
import { PostgresError, sqlState } from "./errors.ts";
import type { Pool, Queryable, QueryResult } from "./pool.ts";

export interface TransactionOptions {
  /** `read committed` unless given. */
  readonly isolation?: "read committed" | "repeatable read" | "serializable";
  /** How often it is run again after a serialisation failure or a deadlock: 8. `fn` must have no other effect than its SQL. */
  readonly retries?: number;
}

/**
 * Runs `fn` in one transaction: committed when it returns, rolled back when it throws. `fn` need not wait for its statements: where
 * one of them fails, the transaction fails with it.
 */
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
    const statements = new Statements(connection);
    // Begin and commit go out with what they enclose, and cost no round trip of their own.
    void statements.send(isolation === "read committed" ? "begin" : `begin isolation level ${isolation}`);
    let value: T;
    try {
      value = await fn({ query: (text, values) => statements.send(text, values) });
    } catch (error) {
      // Where even this fails the connection is gone, which ends the transaction just as well.
      await statements.send("rollback");
      return { error };
    }
    const { command } = await statements.send("commit");
    // The server answers a commit with a rollback where a statement has failed.
    return command === "COMMIT" ? { value } : { error: statements.failure };
  });
  if ("error" in outcome) throw outcome.error;
  return outcome.value as T;
}

/** What was sent on one connection, and the last failure that was not only the consequence of another. */
class Statements {
  private readonly connection: Queryable;
  failure: unknown;

  constructor(connection: Queryable) {
    this.connection = connection;
  }

  send<Row>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>> {
    const answer = this.connection.query<Row>(text, values);
    // Also heard here, because not everybody waits for what they send.
    answer.catch((error: unknown) => {
      if (sqlState(error) !== "25P02") this.failure = error;
    });
    return answer;
  }
}
