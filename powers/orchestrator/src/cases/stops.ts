import type { Database } from "../ports.ts";

/** Cases that the auditor has stopped, with the feed position of the stop; kept in memory, because every step asks. */
export class Stops {
  private readonly database: Database;
  private readonly stopped: Map<string, number>;

  private constructor(database: Database, stopped: Map<string, number>) {
    this.database = database;
    this.stopped = stopped;
  }

  static async load(database: Database): Promise<Stops> {
    const { rows } = await database.query<{ case_id: string; n: number }>(
      "SELECT case_id, n FROM orchestrator.stopped_case",
    );
    return new Stops(database, new Map(rows.map(({ case_id, n }) => [case_id, Number(n)])));
  }

  async mark(caseId: string, n: number): Promise<void> {
    this.stopped.set(caseId, Math.max(n, this.stopped.get(caseId) ?? 0));
    await this.database.query(
      `INSERT INTO orchestrator.stopped_case (case_id, n) VALUES ($1, $2)
       ON CONFLICT (case_id) DO UPDATE SET n = greatest(orchestrator.stopped_case.n, $2)`,
      [caseId, n],
    );
  }

  /** Whether the case was stopped after the item that made us work on it. */
  isStopped(caseId: string, n: number): boolean {
    return (this.stopped.get(caseId) ?? 0) > n;
  }
}
