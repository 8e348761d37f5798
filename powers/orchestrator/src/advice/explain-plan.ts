import { messageOf } from "@trias/core";
import type { Estate } from "@trias/estate";
import { type FeedItem, parseBytes, planSchema, type Verdict } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import { type Adviser, explainQuestion, modelText, readTools } from "@trias/reasoning";
import type { AuditorPort, Log } from "../ports.ts";
import type { MadePlan } from "../store/plans.ts";

export interface ExplainDeps {
  readonly adviser: Adviser | null;
  readonly auditor: Pick<AuditorPort, "note">;
  readonly mirror: { readonly current: Estate | null };
  readonly reach: Pick<ReachEngine, "diff" | "reach">;
  readonly log: Log;
}

/**
 * Has a model put a judged plan into plain words and sends them to the case as a note. Beside the work, never in it: nothing waits for it, and what is
 * lost with the process is only prose.
 */
export function explainLater(deps: ExplainDeps, item: FeedItem, plan: MadePlan, verdict: Verdict): void {
  const { adviser } = deps;
  if (adviser === null || verdict.decision === "amend") return;
  explain(deps, adviser, item, plan, verdict).catch((error: unknown) =>
    deps.log.warn("explanation_failed", { case: item.case, error: messageOf(error) }),
  );
}

async function explain(
  { auditor, mirror, reach }: ExplainDeps,
  adviser: Adviser,
  item: FeedItem,
  plan: MadePlan,
  verdict: Verdict,
): Promise<void> {
  const estate = mirror.current;
  const look = (from: string, to: string, port: number) =>
    estate === null ? "the network is not known" : reach.reach(estate, from, to, { protocol: "tcp", port }).verdict;
  const tools = estate === null ? [] : readTools(estate, look);
  const { answer, why, use } = await adviser.ask(item.case, explainQuestion(factsOf(item, plan, verdict), tools));
  if (use.calls === 0) return;
  const text =
    answer === null
      ? `a model (${use.model}) was asked to explain and is of no use: ${why ?? use.outcome}`
      : modelText(use.model, answer.text);
  await auditor.note(item.case, "model", text.slice(0, 1000), use);
}

const MANY = 20;

function factsOf({ subject }: FeedItem, { bytes }: MadePlan, verdict: Verdict): string {
  const { summary, steps } = parseBytes(planSchema, bytes, "the plan");
  const { decision, concerns, approvals, opened, closed, monthly_usd_delta } = verdict;
  return JSON.stringify({
    asked: subject.slice(0, 2000),
    plan: {
      summary,
      steps: steps.slice(0, MANY).map((step) => ({ action: step.action, target: step.target, summary: step.summary })),
    },
    auditor: {
      decision,
      concerns: concerns.slice(0, MANY).map(({ level, message }) => ({ level, message })),
      approvals: approvals.map(({ role }) => role),
      flows_that_open: opened.slice(0, MANY),
      flows_that_close: closed.slice(0, MANY),
      monthly_usd_delta,
    },
  });
}
