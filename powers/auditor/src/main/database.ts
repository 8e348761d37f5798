import { type Pool, transaction } from "@trias/postgres";
import type { Database } from "../ports.ts";

/** A transaction is not run again by itself: what it appends to the tree in memory is taken back once, by the writer. */
export function databaseOver(pool: Pool): Database {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => (await pool.query<Row>(text, values)).rows,
    transaction: (work) =>
      transaction(
        pool,
        (tx) =>
          work({
            query: async <Row>(text: string, values?: readonly unknown[]) => (await tx.query<Row>(text, values)).rows,
          }),
        { retries: 0 },
      ),
  };
}
