import { messageOf } from "@trias/core";
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

interface Row extends TraceStep {
  readonly caseId: string;
  readonly workflow: string;
}

const PAUSE_MS = 200;
const MOST = 10_000;

/**
 * Writes traces a little later and many at once, out of the way of the work that they are about. They are for people who wonder
 * where time went: one that is lost with the process, or because the database is away, holds no case up.
 */
export class TraceWriter {
  private readonly database: Database;
  private readonly log: Log;
  private rows: Row[] = [];
  private timer: NodeJS.Timeout | null = null;

  constructor(database: Database, log: Log) {
    this.database = database;
    this.log = log;
  }

  add(caseId: string, workflow: string, steps: readonly TraceStep[]): void {
    if (this.rows.length < MOST) this.rows.push(...steps.map((step) => ({ ...step, caseId, workflow })));
    this.timer ??= setTimeout(() => void this.flush(), PAUSE_MS);
  }

  async flush(): Promise<void> {
    const { rows } = this;
    this.rows = [];
    this.timer = null;
    try {
      await this.database.query(
        `INSERT INTO orchestrator.trace (workflow, step, case_id, started, ms)
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[]) ON CONFLICT DO NOTHING`,
        [
          rows.map(({ workflow }) => workflow),
          rows.map(({ step }) => step),
          rows.map(({ caseId }) => caseId),
          rows.map(({ started }) => started),
          rows.map(({ ms }) => ms),
        ],
      );
    } catch (error) {
      this.log.debug("trace_lost", { rows: rows.length, error: messageOf(error) });
    }
  }
}

export async function traceOf(database: Database, caseId: string): Promise<TraceStep[]> {
  const { rows } = await database.query<{ step: string; started: Date; ms: number }>(
    "SELECT step, started, ms FROM orchestrator.trace WHERE case_id = $1 ORDER BY started, step LIMIT 1000",
    [caseId],
  );
  return rows.map(({ step, started, ms }) => ({ step, started: started.toISOString(), ms }));
}
