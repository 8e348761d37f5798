import type { Clock, Database, Log } from "../ports.ts";

export interface TraceStep {
  readonly step: string;
  /** RFC 3339. */
  readonly started: string;
  readonly ms: number;
}

/** Takes the time of a workflow's steps, and brackets each in the log for whoever watches. */
export class Trace {
  private readonly caseId: string;
  private readonly log: Log;
  private readonly clock: Clock;
  readonly steps: TraceStep[] = [];

  constructor(caseId: string, log: Log, clock: Clock) {
    this.caseId = caseId;
    this.log = log;
    this.clock = clock;
  }

  sync<T>(step: string, run: () => T): T {
    const end = this.begin(step);
    try {
      return run();
    } finally {
      end();
    }
  }

  async step<T>(step: string, run: () => Promise<T>): Promise<T> {
    const end = this.begin(step);
    try {
      return await run();
    } finally {
      end();
    }
  }

  private begin(step: string): () => void {
    const started = new Date(this.clock.now()).toISOString();
    const from = this.clock.monotonic();
    this.log.begin(this.caseId, step);
    return () => {
      const ms = Math.round((this.clock.monotonic() - from) * 100) / 100;
      this.steps.push({ step, started, ms });
      this.log.end(this.caseId, step, { ms });
    };
  }
}

export async function saveTrace(
  database: Database,
  caseId: string,
  workflow: string,
  steps: readonly TraceStep[],
): Promise<void> {
  await database.query(
    `INSERT INTO orchestrator.trace (workflow, step, case_id, started, ms)
     SELECT $1, s.step, $2, s.started, s.ms
     FROM unnest($3::text[], $4::timestamptz[], $5::float8[]) AS s(step, started, ms) ON CONFLICT DO NOTHING`,
    [workflow, caseId, steps.map(({ step }) => step), steps.map(({ started }) => started), steps.map(({ ms }) => ms)],
  );
}

export async function traceOf(database: Database, caseId: string): Promise<TraceStep[]> {
  const { rows } = await database.query<{ step: string; started: Date; ms: number }>(
    "SELECT step, started, ms FROM orchestrator.trace WHERE case_id = $1 ORDER BY started, step LIMIT 1000",
    [caseId],
  );
  return rows.map(({ step, started, ms }) => ({ step, started: started.toISOString(), ms }));
}
