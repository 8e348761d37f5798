import type { Role } from "@trias/protocol";
import type { DecisionNote } from "../cases/case-file.ts";
import { isoTime, type Sql } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import type { EarlierCost, Lately } from "./context.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What the plans of other cases do or are about to do. */
export async function readLately(sql: Sql, caseId: string, now: number): Promise<Lately> {
  const hour = isoTime(now - HOUR_MS);
  const [totals, segments, tickets, costs] = await Promise.all([
    sql.query<{ containments: number; blocks: number }>(
      `SELECT count(*) FILTER (WHERE containment) AS containments, coalesce(sum(blocks), 0) AS blocks
       FROM auditor.effect WHERE live AND counted > $1 AND case_id <> $2`,
      [hour, caseId],
    ),
    sql.query<{ segment: string; count: number }>(
      `SELECT segment, count(*) AS count FROM auditor.effect, unnest(segments) AS segment
       WHERE live AND containment AND counted > $1 AND case_id <> $2 GROUP BY segment`,
      [hour, caseId],
    ),
    sql.query<{ count: number }>(
      "SELECT count(*) AS count FROM auditor.ticket WHERE kind = 'emergency' AND opened > $1 AND case_id <> $2",
      [hour, caseId],
    ),
    readCosts(sql, caseId, now),
  ]);
  return {
    containments: Number(totals[0]?.containments ?? 0),
    containmentsBySegment: new Map(segments.map(({ segment, count }) => [segment, Number(count)])),
    blocks: Number(totals[0]?.blocks ?? 0),
    emergencyTickets: Number(tickets[0]?.count ?? 0),
    costs,
  };
}

async function readCosts(sql: Sql, caseId: string, now: number): Promise<EarlierCost[]> {
  const rows = await sql.query<{
    requester: string | null;
    segments: string[];
    monthly_usd: number;
    decisions: DecisionNote[] | null;
  }>(
    `SELECT e.requester, e.segments, e.monthly_usd, c.file -> 'decisions' AS decisions
     FROM auditor.effect e JOIN auditor.case_file c ON c.id = e.case_id
     WHERE e.live AND e.monthly_usd > 0 AND e.counted > $1 AND e.case_id <> $2`,
    [isoTime(now - DAY_MS), caseId],
  );
  return rows.map(({ requester, segments, monthly_usd, decisions }) => ({
    requester,
    segments,
    monthlyUsd: monthly_usd,
    approvedBy: (decisions ?? []).flatMap(({ kind, role }): Role[] =>
      kind === "approve" && role !== null ? [role] : [],
    ),
  }));
}

export interface Effect {
  readonly caseId: string;
  readonly requester: string | null;
  readonly segments: readonly string[];
  readonly monthlyUsd: number;
  readonly containment: boolean;
  readonly blocks: number;
}

/** Counts a plan from the moment that it is not vetoed: what waits for approval must not be forgotten by the next. */
export function countEffect(change: Change, effect: Effect): void {
  change.put(
    `INSERT INTO auditor.effect (case_id, counted, requester, segments, monthly_usd, containment, blocks)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (case_id) DO UPDATE SET counted = excluded.counted, live = true, segments = excluded.segments,
       monthly_usd = excluded.monthly_usd, containment = excluded.containment, blocks = excluded.blocks`,
    [
      effect.caseId,
      isoTime(change.now),
      effect.requester,
      effect.segments,
      effect.monthlyUsd,
      effect.containment,
      effect.blocks,
    ],
  );
}
