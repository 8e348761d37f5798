import { fromBase64, messageOf, TriasError, toBase64 } from "@trias/core";
import type { Estate } from "@trias/estate";
import { type CaseState, type Decision, type Decline, type FeedItem, parseBytes, planSchema } from "@trias/protocol";
import { OrchestratorError } from "../errors.ts";
import { patiently } from "../patience.ts";
import type { ExecutedPlan } from "../planners/planner.ts";
import { makePlan } from "../steps/make-plan.ts";
import { executedPlan } from "../store/executions.ts";
import type { MadePlan } from "../store/plans.ts";
import { Trace } from "../store/trace.ts";
import type { Durable, WorkflowDeps } from "./deps.ts";

/** What the first step leaves behind; after a crash the same bytes are submitted again. */
type Made =
  | { readonly kind: "plan"; readonly plan: Omit<MadePlan, "bytes"> & { readonly bytes: string } }
  | { readonly kind: "decline"; readonly code: Decline["code"]; readonly reason: string };

/** From an item of the feed to the auditor's verdict. Returns how it ended, in a word. */
export async function planCase(deps: WorkflowDeps, durable: Durable, item: FeedItem): Promise<string> {
  if (deps.stops.isStopped(item.case, item.n)) return "stopped";
  const trace = new Trace(item.case, deps.log, deps.clock);
  try {
    const made = await durable.step("make", () => make(deps, item, trace));
    if (deps.stops.isStopped(item.case, item.n)) return "stopped";
    if (made.kind === "decline") return await trace.step("decline", () => decline(deps, item, made));
    const plan: MadePlan = { ...made.plan, bytes: fromBase64(made.plan.bytes) };
    const { decision, state } = await durable.step("submit", () => trace.step("submit", () => submit(deps, plan)));
    if (state === "ready") await durable.execute({ caseId: item.case, planDigest: plan.digest, n: item.n });
    return decision;
  } finally {
    deps.traces.add(item.case, durable.workflow, trace.steps);
  }
}

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
    const plan = await makePlan({ item, estate, reasoner, reach, receiptPin, trace, executed });
    return { kind: "plan", plan: { ...plan, bytes: toBase64(plan.bytes) } };
  } catch (error) {
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

async function decline(deps: WorkflowDeps, item: FeedItem, made: Extract<Made, { kind: "decline" }>): Promise<string> {
  const { code, reason } = made;
  try {
    await patiently(deps, "decline", () =>
      deps.auditor.decline({ case: item.case, round: item.round, code, reason, intents: [] }),
    );
  } catch (error) {
    // It went on without us meanwhile: a newer item follows, or the case has ended.
    deps.log.warn("decline_refused", { case: item.case, error: messageOf(error) });
  }
  return code;
}

interface Judged {
  readonly decision: Decision | "refused";
  readonly state: CaseState | null;
}

async function submit(deps: WorkflowDeps, plan: MadePlan): Promise<Judged> {
  // INVARIANT: the plan is stored before anybody can execute it: its bytes are needed then, and for the way back.
  const saved = patiently(deps, "save plan", () => deps.plans.save(plan));
  try {
    const [answer] = await Promise.all([
      patiently(deps, "judge", () => deps.auditor.judge(plan.caseId, plan.bytes)),
      saved,
    ]);
    return { decision: answer.verdict.decision, state: answer.state };
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    deps.log.warn("plan_refused", { case: plan.caseId, error: messageOf(error) });
    return { decision: "refused", state: null };
  }
}
