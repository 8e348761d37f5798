import { parsePlan } from "@trias/plan";
import {
  type CloudReadResult,
  cloudReadResultSchema,
  type ExecutionState,
  executionReportSchema,
  parseValue,
  type ReadResource,
  type ResourceState,
  warrantSchema,
} from "@trias/protocol";
import { type Direction, type Execution, recordKey, type StepRecord } from "../execution.ts";
import type { Sql } from "../ports.ts";

interface ExecutionRow {
  readonly id: string;
  readonly warrant: unknown;
  readonly plan: Uint8Array;
  readonly start: unknown;
  readonly state: string;
  readonly sequence: number;
  readonly message: string;
  readonly redeemed: Date;
}

interface StepRow {
  readonly step: string;
  readonly direction: Direction;
  readonly status: StepRecord["status"];
  readonly created: string | null;
  readonly predicted: readonly ReadResource[];
  readonly after: readonly ResourceState[];
  readonly message: string;
  readonly started: Date | null;
  readonly finished: Date | null;
}

const COLUMNS = "id, warrant, plan, start, state, sequence, message, redeemed";

export async function loadExecution(sql: Sql, id: string): Promise<Execution | undefined> {
  const { rows } = await sql.query<ExecutionRow>(`select ${COLUMNS} from execution where id = $1`, [id]);
  return rows[0] ? readExecution(sql, rows[0]) : undefined;
}

/** Executions that were redeemed and have not ended, oldest first. */
export async function loadOpen(sql: Sql): Promise<Execution[]> {
  const { rows } = await sql.query<ExecutionRow>(
    `select ${COLUMNS} from execution where finished is null order by redeemed`,
  );
  return Promise.all(rows.map((row) => readExecution(sql, row)));
}

async function readExecution(sql: Sql, row: ExecutionRow): Promise<Execution> {
  const steps = await sql.query<StepRow>(
    "select step, direction, status, created, predicted, after, message, started, finished from execution_step where execution = $1",
    [row.id],
  );
  const start: CloudReadResult = parseValue(cloudReadResultSchema, row.start, "the stored start");
  return {
    id: row.id,
    permit: parseValue(warrantSchema.shape.predicate, row.warrant, "the stored warrant"),
    plan: parsePlan(row.plan).plan,
    start,
    redeemed: row.redeemed.toISOString(),
    state: parseValue(executionReportSchema.shape.state, row.state, "the stored state") satisfies ExecutionState,
    sequence: row.sequence,
    message: row.message,
    records: new Map(steps.rows.map((step) => [recordKey(step.step, step.direction), readStep(step)])),
  };
}

function readStep(row: StepRow): StepRecord {
  return {
    ...row,
    started: row.started?.toISOString() ?? null,
    finished: row.finished?.toISOString() ?? null,
  };
}
