import type { CaseView } from "@trias/protocol";
import pc from "picocolors";
import { START } from "../command.ts";
import { concernLines, DECISION_WORDS } from "./concerns.ts";
import { flowLines } from "./flows.ts";
import { nextSteps } from "./next-steps.ts";
import { stateText } from "./state.ts";
import { elapsed, oneLine, terminalWidth, usd, usdChange, wrap } from "./text.ts";

const LABEL = 13;

/** A case for a person: what was understood, what changes, what becomes reachable, what it costs, who must say yes, how to undo it. */
export function caseText(view: CaseView): string {
  const lines = [
    `${pc.bold(view.case)}  ${view.kind}  ${stateText(view.state)}  ${pc.dim(elapsed(view.elapsed_ms))}`,
    ...quoted(view),
    "",
    ...section("Understood", understood(view)),
    ...section("Changes", changes(view)),
    ...section("Reachable", reachable(view)),
    ...section("Cost", cost(view)),
    ...section("Judged", judged(view)),
    ...section("Result", result(view)),
    ...section("Undo", undo(view)),
    ...section("Next", nextSteps(view)),
  ];
  return lines.join("\n");
}

function section(label: string, body: readonly string[]): string[] {
  const indent = " ".repeat(LABEL);
  return body.map((line, i) => (i === 0 ? pc.cyan(label.padEnd(LABEL)) + line : indent + line));
}

function wrapped(text: string): string[] {
  return wrap(text, terminalWidth() - LABEL);
}

function quoted(view: CaseView): string[] {
  const who =
    view.requester === null
      ? view.authenticated
        ? "authenticated source"
        : "source not authenticated"
      : view.requester.sub;
  const count = view.count > 1 ? `, heard ${view.count} times` : "";
  return [`  “${oneLine(view.subject, 400)}”  ${pc.dim(`(${oneLine(who)}${count})`)}`];
}

function understood(view: CaseView): string[] {
  const intents = (view.intents ?? []).map((intent) => {
    const parameters = Object.entries(intent.parameters).map(
      ([name, value]) => `${name} ${oneLine(String(value), 80)}`,
    );
    return `${intent.type}${parameters.length === 0 ? "" : `: ${parameters.join(", ")}`}`;
  });
  const { incident } = view;
  const seen =
    incident === undefined
      ? []
      : [
          `${oneLine(incident.type)}, severity ${incident.severity} of 10`,
          ...wrapped(`${incident.class.replaceAll("_", " ")}: ${incident.threat}`),
          ...wrapped(incident.impact),
          ...(incident.transition === null ? [] : [incident.transition]),
          ...wrapped(`advised: ${incident.advice}`),
          ...wrapped(`chosen: ${incident.action.replaceAll("_", " ")}, because ${oneLine(incident.why, 400)}`),
          ...(incident.missing.length === 0 ? [] : wrapped(pc.dim(`not seen: ${incident.missing.join("; ")}`))),
        ];
  return [...seen, ...intents.flatMap(wrapped)];
}

const STEPS_SHOWN = 40;

function changes(view: CaseView): string[] {
  const { plan } = view;
  if (plan === undefined) return [];
  const steps = plan.steps.slice(0, STEPS_SHOWN).flatMap((step, i) => {
    const [first = "", ...rest] = wrap(oneLine(step.summary, 500), terminalWidth() - LABEL - 4);
    return [`${String(i + 1).padStart(2)}. ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  const more = plan.steps.length - STEPS_SHOWN;
  return more > 0 ? [...steps, `    and ${more} more (--json shows all)`] : steps;
}

function reachable(view: CaseView): string[] {
  if (view.simulation === undefined) return [];
  const { opened, closed } = view.simulation;
  if (opened.length === 0 && closed.length === 0)
    return ["nothing becomes reachable that was not, nothing stops being"];
  return [...flowLines(opened, pc.yellow("+ newly")), ...flowLines(closed, pc.dim("- no more"))];
}

function cost(view: CaseView): string[] {
  if (view.plan === undefined) return [];
  const delta = usdChange(view.plan.monthly_usd_delta);
  return [view.plan.monthly_usd === null ? delta : `${delta}  ${pc.dim(`(then ${usd(view.plan.monthly_usd)})`)}`];
}

function judged(view: CaseView): string[] {
  const { verdict } = view;
  if (view.answer !== undefined) return view.answer.split("\n").map((line) => oneLine(line, 500));
  if (verdict === undefined) return view.reason === undefined ? [] : wrapped(view.reason);
  const concerns = concernLines(verdict.concerns, terminalWidth() - LABEL);
  const approvals = verdict.approvals.map(({ role, status, reason }) => {
    const mark = { needed: pc.yellow("○"), approved: pc.green("●"), rejected: pc.red("✗") }[status];
    return `${mark} ${role} ${status}${reason === "" ? "" : pc.dim(`  ${oneLine(reason)}`)}`;
  });
  const why = view.reason === undefined ? [] : wrapped(view.reason);
  return [DECISION_WORDS[verdict.decision], ...concerns, ...approvals, ...why];
}

function result(view: CaseView): string[] {
  const { result: outcome } = view;
  if (outcome === undefined) return [];
  const done = outcome.steps.filter((step) => step.status === "done" && step.direction === "do").length;
  const undone = outcome.steps.filter((step) => step.status === "done" && step.direction === "undo").length;
  const failed = outcome.steps.filter((step) => step.status === "failed");
  const read =
    outcome.reconciled === null
      ? "not read again yet"
      : outcome.reconciled
        ? pc.green("what the collector read afterwards is what the simulation said")
        : pc.red("what the collector read afterwards differs from the simulation");
  return [
    `${done} steps done${undone > 0 ? `, ${undone} taken back` : ""}; ${read}`,
    ...failed.map((step) => `${pc.red("✗")} ${step.step} ${step.direction}: ${oneLine(step.message)}`),
  ];
}

function undo(view: CaseView): string[] {
  if (view.state === "done" && view.plan !== undefined) return [pc.bold(`${START} request "roll back ${view.case}"`)];
  if (view.plan === undefined || view.verdict?.decision === "vetoed") return [];
  return ["each step carries the step that takes it back; it was proven on a copy of the estate"];
}
