import pg from "pg";
import { statementName } from "./statement-name.ts";

export interface LibraryPoolOptions {
  readonly max: number;
  /** How it is called in `pg_stat_activity`. */
  readonly name: string;
}

/**
 * A pool for a library that brings its own SQL and its own `pg` calls. A statement with parameters is prepared once a connection
 * under a name of ours, where the library would have it parsed and planned each time.
 */
export function createLibraryPool(url: string, { max, name }: LibraryPoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 0,
    application_name: name,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  });
  // An idle connection that breaks is replaced by the next query; unheard, its error would end the process.
  pool.on("error", () => undefined);
  pool.on("connect", prepareByName);
  return pool;
}

function prepareByName(client: pg.ClientBase): void {
  const query: unknown = client.query;
  if (typeof query !== "function") return;
  Object.defineProperty(client, "query", {
    value: (...given: readonly unknown[]): unknown => Reflect.apply(query, client, named(given)),
  });
}

function named(given: readonly unknown[]): readonly unknown[] {
  const [text, values, ...more] = given;
  if (typeof text !== "string" || !Array.isArray(values)) return given;
  const name = statementName(text);
  return name === undefined ? given : [{ text, values, name }, ...more];
}
