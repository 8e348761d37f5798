import type { CaseView } from "@trias/protocol";
import pc from "picocolors";
import { START } from "../command.ts";
import { oneLine, terminalWidth, wrap } from "./text.ts";

/** What somebody has to do now, with the exact command. */
export function nextSteps(view: CaseView): string[] {
  switch (view.state) {
    case "waiting_answer":
      return question(view);
    case "waiting_confirmation":
      return confirmation(view);
    case "waiting_approval":
      return approvals(view);
    case "waiting_service":
      return [`it goes on by itself when the service is back: ${START} status`];
    case "rejected":
    case "vetoed":
      return [`ask for something else, or read why: ${START} case explain ${view.case}`];
    case "failed":
    case "unknown_outcome":
      return [`a person has to look at the cloud: ${START} case explain ${view.case}`];
    case "received":
    case "planning":
    case "judging":
    case "ready":
    case "executing":
    case "reconciling":
      return [`${START} case watch ${view.case}`];
    default:
      return [];
  }
}

function question(view: CaseView): string[] {
  const { question: asked } = view;
  if (asked === undefined) return [];
  const lines = wrap(asked.question, terminalWidth() - 13);
  const command = (answer: string) => pc.bold(`${START} answer ${view.case} ${shellWord(answer)}${asRequester(view)}`);
  if (asked.choices.length === 0) return [...lines, command("<answer>")];
  if (asked.choices.length <= 4) return [...lines, ...asked.choices.map(command)];
  return [
    ...lines,
    pc.dim(`one of: ${asked.choices.map((choice) => oneLine(choice, 60)).join(", ")}`),
    command("<answer>"),
  ];
}

function confirmation(view: CaseView): string[] {
  const names = view.verdict?.confirmations ?? [];
  return [
    "this deletes; whoever asked has to name what goes:",
    ...names.map((name) => `  ${oneLine(name)}`),
    pc.bold(`${START} confirm ${view.case} ${names.map(shellWord).join(" ")}${asRequester(view)}`),
  ];
}

function approvals(view: CaseView): string[] {
  const needed = (view.verdict?.approvals ?? []).filter(({ status }) => status === "needed");
  return needed.map(({ role }) => `${pc.bold(`${START} approve ${view.case} --as ${role}`)}`);
}

/** Names the role that asked, where that isn't the default. */
function asRequester(view: CaseView): string {
  const role = view.requester?.sub.replace(/@local$/, "");
  return role === undefined || role === "developer" || !/^[a-z-]+$/.test(role) ? "" : ` --as ${role}`;
}

function shellWord(word: string): string {
  const flat = oneLine(word);
  return /^[A-Za-z0-9_./:@<>-]+$/.test(flat) ? flat : `'${flat.replaceAll("'", `'\\''`)}'`;
}
