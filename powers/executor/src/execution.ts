import type { Digest } from "@trias/core";
import { createdIdsOf } from "@trias/plan";
import type {
  CloudReadResult,
  ExecutionReport,
  ExecutionState,
  Plan,
  ReadResource,
  ResourceState,
  StepOutcome,
} from "@trias/protocol";
import { distinct, keyOf } from "./resources.ts";
import type { Permit } from "./verify.ts";

export type Direction = "do" | "undo";

/** Where one step stands, in one direction. `predicted` and `after` are there from `started` and `done` on. */
export interface StepRecord {
  readonly step: string;
  readonly direction: Direction;
  readonly status: "pending" | "started" | "done" | "failed" | "skipped";
  readonly created: string | null;
  readonly predicted: readonly ReadResource[];
  readonly after: readonly ResourceState[];
  readonly message: string;
  readonly started: string | null;
  readonly finished: string | null;
}

export interface Execution {
  /** The warrant's id: one warrant, one execution. */
  readonly id: string;
  readonly permit: Permit;
  readonly plan: Plan;
  /** The touched resources as they were right before it was redeemed. */
  readonly start: CloudReadResult;
  readonly redeemed: string;
  state: ExecutionState;
  /** Grows with each report. */
  sequence: number;
  message: string;
  readonly records: Map<string, StepRecord>;
}

export function isOpen({ state }: Execution): boolean {
  return state === "redeemed" || state === "running" || state === "undoing";
}

export function recordKey(step: string, direction: Direction): string {
  return `${step}/${direction}`;
}

export function recordOf(execution: Execution, step: string, direction: Direction): StepRecord {
  return (
    execution.records.get(recordKey(step, direction)) ?? {
      step,
      direction,
      status: "pending",
      created: null,
      predicted: [],
      after: [],
      message: "",
      started: null,
      finished: null,
    }
  );
}

/** Records in the order in which they happened: forward, then back. */
function inOrder(execution: Execution): StepRecord[] {
  const ids = execution.plan.steps.map(({ id }) => id);
  const forward = ids.map((id) => recordOf(execution, id, "do"));
  return [...forward, ...ids.toReversed().map((id) => recordOf(execution, id, "undo"))];
}

export function createdIds(execution: Execution): ReadonlyMap<string, string> {
  const outcomes = [...execution.records.values()].map(({ step, direction, created }) => ({
    step,
    direction,
    ...(created === null ? {} : { created }),
  }));
  return createdIdsOf(outcomes);
}

/** What each resource should look like now: as the warrant says, or as it was read right after a step that changed it. */
export function expectedDigests(execution: Execution): Map<string, Digest | null> {
  const expected = new Map(execution.permit.touches.map((state) => [keyOf(state), state.digest]));
  for (const record of inOrder(execution)) {
    for (const state of record.after) expected.set(keyOf(state), state.digest);
  }
  return expected;
}

/** The signed account of an execution, as of now. */
export function reportOf(execution: Execution, checkpointSize: number, time: string): ExecutionReport {
  const { permit } = execution;
  const changed = [...execution.records.values()].flatMap(({ after }) => after);
  return {
    schema: "trias.execution-report/1",
    warrant: permit.id,
    case: permit.case,
    plan_digest: permit.plan_digest,
    sequence: execution.sequence,
    state: execution.state,
    steps: inOrder(execution).flatMap(outcomeOf),
    touched: distinct([...permit.touches, ...changed]).slice(0, 2000),
    checkpoint_size: checkpointSize,
    message: execution.message.slice(0, 1000),
    time,
  };
}

function outcomeOf(record: StepRecord): StepOutcome[] {
  const { step, direction, status, created, after, message, started, finished } = record;
  if (status === "pending" || status === "started" || finished === null) return [];
  return [
    {
      step,
      direction,
      status,
      ...(created === null ? {} : { created }),
      after: after.slice(0, 50),
      message: message.slice(0, 1000),
      started: started ?? finished,
      finished,
    },
  ];
}
