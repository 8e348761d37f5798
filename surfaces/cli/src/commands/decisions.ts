import type { CaseView, DecisionInput, Role } from "@trias/protocol";
import { type Command, InvalidArgumentError, Option } from "commander";
import pc from "picocolors";
import { addCommand, type Context, number, text, WAIT } from "../command.ts";
import { boundTo, decide } from "../decide.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { caseText } from "../show/case.ts";
import { caseId } from "./case.ts";

export function answerCommand(program: Command): void {
  addCommand(program, {
    name: "answer <case> <answer>",
    summary: "answer the question that a case asks",
    examples: ["answer C-01JD7Q8C2M4X non-production"],
    options: [WAIT],
    run: (context, [id = "", value = ""], options) =>
      decide(context, caseId(id), waitOf(options), (view) => {
        const { question } = view;
        if (question === undefined) throw notWaiting(view, "asks nothing");
        context.out.progress(`${question.question} ${value}`);
        return { kind: "answer", nonce: question.nonce, parameter: question.parameter, value };
      }),
  });
}

export function confirmCommand(program: Command): void {
  addCommand(program, {
    name: "confirm <case> <names...>",
    summary: "confirm a deletion by naming exactly what goes",
    examples: ["confirm C-01JD7Q8C2M4X attachment-0a1b2c"],
    options: [WAIT],
    run: (context, [id = "", ...names], options) =>
      decide(context, caseId(id), waitOf(options), (view) => {
        show(context, view, "you confirm");
        return { kind: "confirm", ...boundTo(view), names };
      }),
  });
}

export function approveCommand(program: Command): void {
  addCommand(program, {
    name: "approve <case>",
    summary: "say yes to the plan of a case as it stands now",
    examples: ["approve C-01JD7Q8C2M4X --as network-architect", "approve C-01JD7Q8C2M4X --as finance --json"],
    options: [WAIT],
    run: (context, [id = ""], options) =>
      decide(context, caseId(id), waitOf(options), (view) => {
        show(context, view, "you approve");
        return { kind: "approve", ...boundTo(view), role: context.role };
      }),
  });
}

export function rejectCommand(program: Command): void {
  addCommand(program, {
    name: "reject <case>",
    summary: "say no to the plan of a case",
    examples: ['reject C-01JD7Q8C2M4X --as network --reason "use the shared segment"'],
    options: [new Option("--reason <text>", "why").makeOptionMandatory()],
    run: (context, [id = ""], options) =>
      decide(context, caseId(id), 0, (view) => rejection(view, context.role, text(options, "reason") ?? "")),
  });
}

export function reviseCommand(program: Command): void {
  addCommand(program, {
    name: "revise <case>",
    summary: "change what a plan is made from; it is planned and judged again",
    examples: ["revise C-01JD7Q8C2M4X --set environment=non-production --set name=ml"],
    options: [
      new Option("--set <parameter=value>", "a parameter and its value; may be repeated")
        .argParser(collectPair)
        .makeOptionMandatory(),
      WAIT,
    ],
    run: (context, [id = ""], options) =>
      decide(context, caseId(id), waitOf(options), () => ({
        kind: "revise",
        parameters: Object.fromEntries(options["set"] as Map<string, string>),
      })),
  });
}

export function withdrawCommand(program: Command): void {
  addCommand(program, {
    name: "withdraw <case>",
    summary: "take a request of your own back",
    examples: ['withdraw C-01JD7Q8C2M4X --reason "no longer needed"'],
    options: [new Option("--reason <text>", "why").default("no longer needed")],
    run: (context, [id = ""], options) =>
      decide(context, caseId(id), 0, () => ({ kind: "withdraw", reason: text(options, "reason") ?? "" })),
  });
}

function rejection(view: CaseView, role: Role, reason: string): DecisionInput {
  return { kind: "reject", ...boundTo(view), role, reason };
}

function waitOf(options: Readonly<Record<string, unknown>>): number {
  return number(options, "wait") ?? 60;
}

/** A person sees what the yes is about, from the same view that its digests are taken from. */
function show(context: Context, view: CaseView, doing: string): void {
  if (context.out.json) {
    context.out.progress(doing, {
      case: view.case,
      plan_digest: view.plan?.digest,
      verdict_digest: view.verdict?.digest,
    });
    return;
  }
  process.stderr.write(
    `${caseText(view)}\n\n${pc.bold(`As ${context.role}, ${doing}`)} plan ${view.plan?.digest ?? ""}\n\n`,
  );
}

function notWaiting(view: CaseView, why: string): CliError {
  return new CliError("not_waiting", EXIT.usage, `case ${view.case} is \`${view.state}\` and ${why}`, {
    fix: "look at it with `trias case show`",
  });
}

function collectPair(given: string, before: unknown): Map<string, string> {
  const pairs = before instanceof Map ? (before as Map<string, string>) : new Map<string, string>();
  const at = given.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected parameter=value.");
  return pairs.set(given.slice(0, at), given.slice(at + 1));
}
