import { messageOf, TriasError } from "@trias/core";
import type { Estate } from "@trias/estate";
import { type Decision, type Decline, type FeedItem, parseBytes, planSchema } from "@trias/protocol";
import { explainLater } from "../advice/explain-plan.ts";
import { Answered } from "../answers/answered.ts";
import { OrchestratorError } from "../errors.ts";
import { patiently } from "../patience.ts";
import type { ExecutedPlan } from "../planners/planner.ts";
import { makePlan } from "../steps/make-plan.ts";
import { executedPlan } from "../store/executions.ts";
import type { MadePlan } from "../store/plans.ts";
import { Trace } from "../store/trace.ts";
import type { Durable, ExecuteInput, WorkflowDeps } from "./deps.ts";

/** How it ended, in a word, and what may be executed at once. */
export interface Planned {
  readonly outcome: Decision | Decline["code"] | "refused" | "stopped";
  readonly execute: ExecuteInput | null;
}

/** From an item of the feed to the auditor's verdict: one durable step, which leads to the same verdict however often it is begun. */
export async function planCase(deps: WorkflowDeps, durable: Durable, item: FeedItem): Promise<Planned> {
  if (deps.stops.isStopped(item.case, item.n)) return ended("stopped");
  const trace = new Trace(item.case, deps.log, deps.clock);
  try {
    return await durable.step("plan", () => planOnce(deps, durable.workflow, item, trace));
  } finally {
    deps.traces.add(item.case, durable.workflow, trace.steps);
  }
}

async function planOnce(deps: WorkflowDeps, workflow: string, item: FeedItem, trace: Trace): Promise<Planned> {
  const made = await make(deps, item, trace);
  if (deps.stops.isStopped(item.case, item.n)) return ended("stopped");
  const plan = await stored(deps, workflow, made);
  if (plan === null) return trace.step("decline", () => decline(deps, item, made as NoPlan));
  return trace.step("submit", () => submit(deps, item, plan));
}

/**
 * INVARIANT: a plan is stored before it is submitted, and one that a former life has stored takes the place of what was made now:
 * the auditor may have judged it already.
 */
function stored(deps: WorkflowDeps, workflow: string, made: Made): Promise<MadePlan | null> {
  return patiently(deps, "save plan", () =>
    made.kind === "plan" ? deps.plans.save(workflow, made.plan) : deps.plans.of(workflow),
  );
}

function ended(outcome: Planned["outcome"]): Planned {
  return { outcome, execute: null };
}

interface NoPlan {
  readonly kind: "decline";
  readonly code: Decline["code"];
  readonly reason: string;
  readonly answer?: string;
}

type Made = { readonly kind: "plan"; readonly plan: MadePlan } | NoPlan;

async function make(deps: WorkflowDeps, item: FeedItem, trace: Trace): Promise<Made> {
  const estate = await estateFor(deps, item);
  const tried = await tryPlan(deps, item, estate, trace);
  if (tried.kind === "plan") return tried;
  const newer = await deps.mirror.fresh();
  return newer === estate ? tried : tryPlan(deps, item, newer, trace);
}

/**
 * A person's request, and every further round, is about what just happened: it must not be planned on the estate before that. A
 * new finding can't wait for the question whether there is news; where the estate lacks what it names, it is asked then.
 */
function estateFor({ mirror }: WorkflowDeps, item: FeedItem): Promise<Estate> {
  const isEvent = item.subject.trimStart().startsWith("{");
  return isEvent && item.round === 1 ? mirror.known() : mirror.fresh();
}

async function tryPlan(deps: WorkflowDeps, item: FeedItem, estate: Estate, trace: Trace): Promise<Made> {
  const { reasoner, reach, receiptPin } = deps;
  const executed = (caseId: string) => patiently(deps, "executed", () => executedFor(deps, caseId));
  try {
    return {
      kind: "plan",
      plan: await makePlan({ item, estate, reasoner, reach, receiptPin, trace, executed }),
    };
  } catch (error) {
    if (error instanceof Answered) {
      return {
        kind: "decline",
        code: "answered",
        reason: error.message.slice(0, 1000),
        answer: error.answer.slice(0, 8000),
      };
    }
    if (!(error instanceof TriasError)) deps.log.error("planner_failed", { case: item.case, error: messageOf(error) });
    return { kind: "decline", code: declineCode(error), reason: messageOf(error).slice(0, 1000) };
  }
}

async function executedFor({ database, plans }: WorkflowDeps, caseId: string): Promise<ExecutedPlan | null> {
  const found = await executedPlan(database, plans, caseId);
  return found === null ? null : { plan: parseBytes(planSchema, found.plan.bytes, "the plan"), report: found.report };
}

function declineCode(error: unknown): Decline["code"] {
  if (error instanceof OrchestratorError && error.code === "unavailable") return "unavailable";
  return error instanceof TriasError && error.code === "nothing_to_do" ? "nothing_to_do" : "impossible";
}

async function decline(deps: WorkflowDeps, item: FeedItem, { code, reason, answer }: NoPlan): Promise<Planned> {
  const said = answer === undefined ? {} : { answer };
  try {
    await patiently(deps, "decline", () =>
      deps.auditor.decline({ case: item.case, round: item.round, code, reason, ...said, intents: [] }),
    );
  } catch (error) {
    // It went on without us meanwhile: a newer item follows, or the case has ended.
    deps.log.warn("decline_refused", { case: item.case, error: messageOf(error) });
  }
  return ended(code);
}

async function submit(deps: WorkflowDeps, item: FeedItem, plan: MadePlan): Promise<Planned> {
  try {
    const { verdict, state } = await patiently(deps, "judge", () => deps.auditor.judge(plan.caseId, plan.bytes));
    explainLater(deps, item, plan, verdict);
    if (state !== "ready") return ended(verdict.decision);
    return { outcome: verdict.decision, execute: { caseId: plan.caseId, planDigest: plan.digest, n: item.n } };
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    deps.log.warn("plan_refused", { case: plan.caseId, error: messageOf(error) });
    return ended("refused");
  }
}
