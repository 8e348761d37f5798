import { messageOf, parseStrictJson, TriasError } from "@trias/core";
import {
  ENDED_STATES,
  type Envelope,
  type ExecutionReport,
  type ExecutionState,
  WAITING_STATES,
} from "@trias/protocol";
import { isPassing, patiently } from "../patience.ts";
import { saveExecution, saveLessons } from "../store/executions.ts";
import type { MadePlan } from "../store/plans.ts";
import { Trace } from "../store/trace.ts";
import type { Durable, ExecuteInput, WorkflowDeps } from "./deps.ts";

const FOLLOW_S = 25;
const PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 15_000;
/** Clocks may differ by 30 s: only this long after a warrant's expiry is it sure that nobody takes it any more. */
const EXPIRY_MARGIN_MS = 35_000;

const FINAL: ReadonlySet<ExecutionState> = new Set(["executed", "rolled_back", "failed", "unknown"]);

/** From the go-ahead to the end of the execution. Returns how it ended, in a word. */
export async function executeCase(deps: WorkflowDeps, durable: Durable, input: ExecuteInput): Promise<string> {
  const trace = new Trace(input.caseId, deps.log, deps.clock);
  try {
    return await untilEnded(deps, durable, input, trace);
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    deps.log.warn("execution_refused", { case: input.caseId, error: messageOf(error) });
    return "refused";
  } finally {
    await patiently(deps, "release locks", () => deps.locks.release(durable.workflow));
    deps.traces.add(input.caseId, durable.workflow, trace.steps);
  }
}

async function untilEnded(deps: WorkflowDeps, durable: Durable, input: ExecuteInput, trace: Trace): Promise<string> {
  const { caseId, planDigest } = input;
  const plan = await patiently(deps, "find plan", () => deps.plans.find(caseId, planDigest));
  for (let attempt = 0; ; attempt += 1) {
    if (deps.stops.isStopped(caseId, input.n)) return "stopped";
    await trace.step("lock", () => {
      return patiently(deps, "take locks", () => deps.locks.take(plan.locks, durable.workflow));
    });
    const answer = await durable.step("warrant", () => trace.step("warrant", () => askWarrant(deps, input)));
    if (answer.outcome === "stale") return "stale";
    if (answer.outcome === "issued") {
      // No durable step: the executor knows what it did with this warrant, and says so again.
      const ended = await trace.step("execute", () => execute(deps, answer.warrant, plan));
      if (ended !== null) return finish(deps, ended, trace);
    } else if (isLeft(answer.state)) return "left";
    // Nobody shall wait for what this case waits for.
    await patiently(deps, "release locks", () => deps.locks.release(durable.workflow));
    await durable.sleep(Math.min(PAUSE_MS * 2 ** Math.min(attempt, 12), LONGEST_PAUSE_MS));
  }
}

function askWarrant(deps: WorkflowDeps, { caseId, planDigest }: ExecuteInput) {
  return patiently(deps, "warrant", () => deps.auditor.warrant(caseId, planDigest, deps.executorPin));
}

/** The case has ended, or waits for a person: then a new item of the feed goes on with it, and nothing is held open here. */
function isLeft(state: Parameters<typeof ENDED_STATES.has>[0]): boolean {
  return ENDED_STATES.has(state) || (WAITING_STATES.has(state) && state !== "waiting_service");
}

/** Brings the warrant to the executor and follows the execution to its end; null where the warrant was never taken. */
async function execute(deps: WorkflowDeps, warrant: Envelope, plan: MadePlan): Promise<Ended | null> {
  const started = await redeem(deps, warrant, plan);
  if (started === null) return null;
  let { report } = started;
  while (!FINAL.has(report.state)) {
    report = await patiently(deps, "follow", () => deps.executor.execution(started.execution, FOLLOW_S));
    if (!FINAL.has(report.state)) await deps.clock.sleep(PAUSE_MS);
  }
  await patiently(deps, "save execution", () => saveExecution(deps.database, { id: started.execution, report }));
  return { caseId: plan.caseId, planDigest: plan.digest, round: plan.round, state: report.state, text: textOf(report) };
}

async function redeem(deps: WorkflowDeps, warrant: Envelope, plan: MadePlan) {
  const givenUp = expiryOf(warrant) + EXPIRY_MARGIN_MS;
  for (let wait = PAUSE_MS; ; wait = Math.min(wait * 2, 5000)) {
    try {
      return await deps.executor.execute(warrant, plan.bytes);
    } catch (error) {
      if (!(error instanceof TriasError)) throw error;
      deps.log.warn("not_redeemed", { case: plan.caseId, error: messageOf(error) });
      // INVARIANT: a warrant that may have been taken is asked about again; only one that can't be any more is given up.
      const passing = isPassing(error) || error.code === "unavailable";
      if (!passing || deps.clock.now() > givenUp) return null;
      await deps.clock.sleep(wait);
    }
  }
}

/** When it can't be redeemed any more; only to know when to stop asking, so an unreadable one counts as expired. */
function expiryOf({ payload }: Envelope): number {
  const statement = parseStrictJson(Buffer.from(payload, "base64"), {
    maxBytes: 1 << 24,
    maxDepth: 64,
    maxValues: 1_000_000,
  });
  const { predicate } = statement as { predicate?: { expires?: unknown } };
  const time = typeof predicate?.expires === "string" ? Date.parse(predicate.expires) : Number.NaN;
  return Number.isNaN(time) ? 0 : time;
}

interface Ended {
  readonly caseId: string;
  readonly planDigest: string;
  readonly round: number;
  readonly state: ExecutionState;
  readonly text: string;
}

function textOf({ state, steps, message }: ExecutionReport): string {
  const done = steps.filter(({ direction, status }) => direction === "do" && status === "done").length;
  const undone = steps.filter(({ direction, status }) => direction === "undo" && status === "done").length;
  const back = undone === 0 ? "" : `, ${undone} taken back`;
  return `the execution ended as ${state.replace("_", " ")}: ${done} steps done${back}${message === "" ? "" : `; ${message}`}`;
}

/** Documents and learns. */
async function finish(deps: WorkflowDeps, ended: Ended, trace: Trace): Promise<string> {
  const { caseId, planDigest, state, text, round } = ended;
  await trace.step("document", async () => {
    try {
      await patiently(deps, "note", () => deps.auditor.note(caseId, "document", text.slice(0, 1000)));
    } catch (error) {
      deps.log.warn("note_refused", { case: caseId, error: messageOf(error) });
    }
  });
  await trace.step("learn", async () => {
    const lessons = deps.reasoner.reflect({ state, rounds: round });
    await patiently(deps, "lessons", () => saveLessons(deps.notebook, caseId, planDigest, lessons));
  });
  return state;
}
