import { fileURLToPath } from "node:url";
import { createPool, type Pool, transaction } from "@trias/postgres";
import { type Migration, readMigrations } from "@trias/postgres/admin";
import type { Database } from "../ports.ts";

export async function migrations(): Promise<Migration[]> {
  return readMigrations(fileURLToPath(new URL("../../migrations/", import.meta.url)));
}

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

export function poolOf(url: string): Pool {
  return createPool(url, { max: 8 });
}
