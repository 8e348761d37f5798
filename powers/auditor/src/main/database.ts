import { type Pool, type Queryable, transaction } from "@trias/postgres";
import type { Database, Sql } from "../ports.ts";

/** A transaction is not run again by itself: what it appends to the tree in memory is taken back once, by the writer. */
export function databaseOver(pool: Pool): Database {
  return {
    ...rowsOf(pool),
    session: (work) => pool.withConnection((connection) => work(rowsOf(connection))),
    transaction: (work) => transaction(pool, (tx) => work(rowsOf(tx)), { retries: 0 }),
  };
}

function rowsOf(queryable: Queryable): Sql {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => (await queryable.query<Row>(text, values)).rows,
  };
}
