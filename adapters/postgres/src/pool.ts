import pg from "pg";
import { explained } from "./errors.ts";
import { readInteger } from "./integers.ts";
import { statementName } from "./statement-name.ts";

export interface QueryResult<Row> {
  readonly rows: readonly Row[];
  /** Rows that were read or changed. */
  readonly count: number;
  /** What the server says it has done, such as `COMMIT`. */
  readonly command: string;
}

/** What runs SQL: a pool, or a transaction. `Row` is a claim of the caller about columns that its own SQL names. */
export interface Queryable {
  query<Row = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<QueryResult<Row>>;
}

export interface Pool extends Queryable {
  /** Takes one connection out for `use`; it is thrown away, not reused, where `use` fails. */
  withConnection<T>(use: (connection: Queryable) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PoolOptions {
  /** 10 unless given. */
  readonly max?: number;
  /** 30 s unless given. */
  readonly statementTimeoutMs?: number;
  /** Answers before the commit is on the disk: what the machine's power takes with it, but no crash of a process, was never there. */
  readonly commitsLater?: boolean;
}

/**
 * Connections to one database. Integers of 64 bits come as numbers, JSON parsed, times as Date. On one connection statements can be
 * sent without waiting for the answers to those before.
 */
export function createPool(url: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    connectionTimeoutMillis: 5000,
    // A new connection costs a handshake, cold caches and every statement prepared anew, just when there is most to do.
    idleTimeoutMillis: 0,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    pipeline: true,
    ...(options.commitsLater === true ? { options: "-c synchronous_commit=off" } : {}),
    types: { getTypeParser: typeParser },
  });
  // An idle connection that breaks is replaced by the next query; unheard, its error would end the process.
  pool.on("error", () => undefined);
  return {
    query: (text, values) => run(pool, text, values),
    async withConnection(use) {
      const client = await connect(pool);
      client.on("error", ignore);
      try {
        const result = await use({ query: (text, values) => run(client, text, values) });
        client.off("error", ignore);
        client.release();
        return result;
      } catch (error) {
        client.release(true);
        throw error;
      }
    },
    close: () => pool.end(),
  };
}

function ignore(): void {
  // The query that was under way reports it.
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw explained(error);
  }
}

async function run<Row>(
  on: pg.Pool | pg.PoolClient,
  text: string,
  values: readonly unknown[] | undefined,
): Promise<QueryResult<Row>> {
  try {
    const name = values === undefined ? undefined : statementName(text);
    const config = values === undefined ? { text } : { text, values: [...values] };
    const result = await on.query(name === undefined ? config : { ...config, name });
    return { rows: result.rows as Row[], count: result.rowCount ?? 0, command: result.command };
  } catch (error) {
    throw explained(error);
  }
}

const INT8 = 20;

function typeParser(oid: number, format?: "text" | "binary") {
  return oid === INT8 && format !== "binary" ? readInteger : pg.types.getTypeParser(oid, format);
}
