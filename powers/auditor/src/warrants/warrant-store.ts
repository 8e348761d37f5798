import type { Envelope } from "@trias/protocol";
import { isoTime, type Sql } from "../ports.ts";
import type { Change } from "../store/writer.ts";

/** Clocks may differ by this much: a warrant counts as redeemable that much longer than it says. */
export const SKEW_MS = 30_000;

export interface WarrantRow {
  readonly id: string;
  readonly case_id: string;
  readonly plan_digest: string;
  readonly executor_key: string;
  readonly issued: Date;
  readonly expires: Date;
  readonly deadline: Date;
  readonly redeemed: boolean;
  readonly envelope: Envelope;
}

const COLUMNS = "id, case_id, plan_digest, executor_key, issued, expires, deadline, redeemed, envelope";

/** A warrant of the case that is redeemed, or still could be. */
export async function liveWarrant(sql: Sql, caseId: string, now: number): Promise<WarrantRow | null> {
  const [row] = await sql.query<WarrantRow>(
    `SELECT ${COLUMNS} FROM auditor.warrant WHERE case_id = $1 AND (redeemed OR expires > $2)
     ORDER BY redeemed DESC, issued DESC LIMIT 1`,
    [caseId, isoTime(now - SKEW_MS)],
  );
  return row ?? null;
}

export async function findWarrant(sql: Sql, id: string): Promise<WarrantRow | null> {
  const [row] = await sql.query<WarrantRow>(`SELECT ${COLUMNS} FROM auditor.warrant WHERE id = $1`, [id]);
  return row ?? null;
}

export function insertWarrant(change: Change, row: Omit<WarrantRow, "redeemed">): void {
  change.put(
    `INSERT INTO auditor.warrant (id, case_id, plan_digest, executor_key, issued, expires, deadline, envelope)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.id,
      row.case_id,
      row.plan_digest,
      row.executor_key,
      row.issued,
      row.expires,
      row.deadline,
      JSON.stringify(row.envelope),
    ],
  );
}

export function markRedeemed(change: Change, id: string): void {
  change.put("UPDATE auditor.warrant SET redeemed = true WHERE id = $1", [id]);
}

/** Size of the last checkpoint that this executor said it had accepted; 0 where nothing was heard of it. */
export async function executorHead(sql: Sql, executorKey: string): Promise<number> {
  const [row] = await sql.query<{ checkpoint_size: number }>(
    "SELECT checkpoint_size FROM auditor.executor_head WHERE executor_key = $1",
    [executorKey],
  );
  return Number(row?.checkpoint_size ?? 0);
}

export function rememberExecutorHead(change: Change, executorKey: string, size: number): void {
  change.put(
    `INSERT INTO auditor.executor_head (executor_key, checkpoint_size) VALUES ($1, $2)
     ON CONFLICT (executor_key) DO UPDATE SET checkpoint_size = greatest(auditor.executor_head.checkpoint_size, $2)`,
    [executorKey, size],
  );
}
