import type { CaseView, Intent } from "@trias/protocol";
import { missingApprovals, missingConfirmations } from "../decide/gate.ts";
import type { CaseFile, VerdictNote } from "./case-file.ts";
import { clip } from "./edit.ts";

const MAX = 4000;

/** The five explanations, in the auditor's own words from its own reading; what the planner says stands in quotation marks. */
export function explanationsOf(file: CaseFile): CaseView["explanations"] {
  return {
    understood: clip(understood(file), MAX),
    planned: clip(planned(file), MAX),
    judged: clip(judged(file), MAX),
    done: clip(done(file), MAX),
    created: clip(created(file), MAX),
  };
}

function understood({ kind, understood: intents, incident, certain, question, state, reason }: CaseFile): string {
  const what = intents.map(inWords).join("; ");
  const asked = question === null ? "" : ` One thing has to be said first: ${question.question}`;
  if (kind === "incident" && incident) {
    const answer = what === "" ? "no answer is chosen yet" : `the answer is ${what}`;
    return `A ${incident.type} of severity ${incident.severity}: ${incident.threat}. ${incident.impact}. Of the rules' choices: ${incident.action}; ${answer}.${asked}`;
  }
  if (what === "")
    return state === "waiting_service" ? `Nothing yet: ${reason}.` : `Nothing that can be done: ${reason}.`;
  const how = certain ? "The words leave no doubt" : "The rules had to guess between readings";
  return `What is asked for: ${what}. ${how}.${asked}`;
}

function inWords({ type, parameters }: Intent): string {
  const given = Object.entries(parameters).map(
    ([name, value]) => `${name} ${Array.isArray(value) ? value.join(", ") : String(value)}`,
  );
  return given.length === 0 ? type : `${type} (${given.join(", ")})`;
}

function planned({ plan }: CaseFile): string {
  if (!plan) return "There is no plan yet.";
  const steps = plan.steps.map(({ id, line }) => `${id}: ${line}`).join("; ");
  const claim = plan.summary === "" ? "" : ` The planner calls it: “${clip(plan.summary, 500)}”.`;
  return `Round ${plan.round}, ${plan.steps.length} steps, as the auditor reads them: ${steps}.${claim}`;
}

function judged(file: CaseFile): string {
  const { verdict } = file;
  if (!verdict) return file.plan ? "The last verdict is void; a new plan is awaited." : "Nothing has been judged yet.";
  const parts = [
    `The verdict is ${verdict.decision}.`,
    effects(verdict),
    money(verdict),
    ...verdict.concerns.slice(0, 12).map(({ level, message, subject }) => `${level}: ${message} (${subject}).`),
  ];
  const confirmations = missingConfirmations(file, verdict);
  const approvals = missingApprovals(file, verdict);
  if (confirmations.length > 0) parts.push(`Still to be confirmed by name: ${confirmations.join(", ")}.`);
  for (const { role, reason } of approvals) parts.push(`Still to be approved by ${role}: ${reason}.`);
  return parts.join(" ");
}

function effects({ changes, opened, closed }: VerdictNote): string {
  const flows = (list: VerdictNote["opened"]) =>
    list.slice(0, 5).map(({ from, to, ports }) => `${from} → ${to} (${ports})`);
  const opens =
    opened.length === 0 ? "Nothing becomes newly reachable" : `Newly reachable: ${flows(opened).join(", ")}`;
  const closes = closed.length === 0 ? "nothing is cut off" : `cut off: ${flows(closed).join(", ")}`;
  return `It makes ${changes.length} changes. ${opens}; ${closes}.`;
}

function money({ monthly_usd_delta: delta }: VerdictNote): string {
  if (delta === null) return "What it costs can't be computed.";
  return delta === 0 ? "The monthly cost stays as it is." : `The monthly cost changes by ${delta.toFixed(2)} USD.`;
}

function done({ execution, state, reason }: CaseFile): string {
  if (!execution) return state === "ready" ? "Nothing yet; everything that it needs is in place." : "Nothing was done.";
  const steps = execution.steps.map(
    ({ step, direction, status, message }) =>
      `${step} ${direction === "undo" ? "taken back" : "done"}: ${status}${message === "" ? "" : `, ${message}`}`,
  );
  return `The executor reports ${execution.state}. ${steps.join("; ")}${steps.length > 0 ? "." : ""} ${reason}.`;
}

function created({ execution }: CaseFile): string {
  if (!execution) return "Nothing was created.";
  const ids = execution.steps.flatMap(({ step, direction, created: id }) =>
    direction === "do" && id !== undefined ? [`${step}: ${id}`] : [],
  );
  const made = ids.length === 0 ? "Nothing new was created" : `Created: ${ids.join(", ")}`;
  if (execution.reconciled === null) return `${made}; it has not been read again yet.`;
  if (execution.reconciled) return `${made}. What was read afterwards is exactly what the simulation had said.`;
  return `${made}. What was read afterwards differs from the simulation: ${execution.differences.slice(0, 20).join(", ")}.`;
}
