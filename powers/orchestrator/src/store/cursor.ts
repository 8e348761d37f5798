import type { Database } from "../ports.ts";

export async function readCursor(database: Database): Promise<number> {
  const { rows } = await database.query<{ n: number }>("SELECT n FROM orchestrator.feed_cursor");
  return Number(rows[0]?.n ?? 0);
}

/** INVARIANT: the cursor never goes back, so that of two late writers the further one stands. */
export async function moveCursor(database: Database, n: number): Promise<void> {
  await database.query("UPDATE orchestrator.feed_cursor SET n = $1 WHERE n < $1", [n]);
}
