import { auditorApi, type CaseView, caseIdSchema, caseStateSchema, orchestratorApi } from "@trias/protocol";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, number, numberOption, START, text, WAIT } from "../command.ts";
import { decide } from "../decide.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { follow } from "../follow.ts";
import { caseOutcome, followToOutcome } from "../follow-outcome.ts";
import { explanationText } from "../show/explanation.ts";
import { stateText } from "../show/state.ts";
import { elapsed, oneLine, table } from "../show/text.ts";

export function caseCommands(program: Command): void {
  const parent = program.command("case").description("cases: list, show, watch, explain, cancel");

  addCommand(parent, {
    name: "list",
    summary: "the newest cases",
    examples: ["case list", "case list --state waiting_approval --limit 10"],
    options: [
      new Option("--state <state>", "only those in this state").choices(caseStateSchema.options),
      numberOption("--limit <n>", "how many", 1, 500).default(20),
    ],
    async run(context, _args, options) {
      const session = await context.session();
      const state = caseStateSchema.optional().parse(options["state"]);
      const answer = await session.call("auditor", auditorApi.cases, {
        query: { limit: number(options, "limit") ?? 20, ...(state === undefined ? {} : { state }) },
      });
      return {
        exit: EXIT.done,
        object: answer,
        text: () =>
          answer.cases.length === 0
            ? `no cases yet: ${START} request "…"`
            : table(
                answer.cases.map((item) => [
                  pc.bold(item.case),
                  item.kind,
                  stateText(item.state),
                  pc.dim(item.opened.slice(0, 19).replace("T", " ")),
                  oneLine(item.subject, 80),
                ]),
              ).join("\n"),
      };
    },
  });

  addCommand(parent, {
    name: "show <case>",
    summary: "one case; follows it until it ends or waits for a person",
    examples: ["case show C-01JD7Q8C2M4X", "case show C-01JD7Q8C2M4X --wait 0 --json"],
    options: [WAIT],
    async run(context, [given = ""], options) {
      const id = caseId(given);
      const session = await context.session();
      const waitSeconds = number(options, "wait") ?? 60;
      const view = await follow(session, id, { waitSeconds });
      return caseOutcome(view, waitSeconds);
    },
  });

  addCommand(parent, {
    name: "watch <case>",
    summary: "a case live, step by step, with the time that each took",
    examples: ["case watch C-01JD7Q8C2M4X"],
    options: [numberOption("--wait <seconds>", "how long to watch", 0, 86_400).default(86_400)],
    async run(context, [given = ""], options) {
      const id = caseId(given);
      const session = await context.session();
      return followToOutcome(context, session, id, number(options, "wait") ?? 86_400);
    },
  });

  addCommand(parent, {
    name: "explain <case>",
    summary: "what was understood, planned, judged, done and really created, in plain words",
    examples: ["case explain C-01JD7Q8C2M4X"],
    async run(context, [given = ""]) {
      const id = caseId(given);
      const session = await context.session();
      const view = await follow(session, id, { waitSeconds: 0 });
      const trace = await session
        .call("orchestrator", orchestratorApi.trace, { params: { case: view.case }, timeoutMs: 3000 })
        .catch(() => null);
      const steps = trace?.steps ?? [];
      return {
        exit: EXIT.done,
        object: { case: view.case, state: view.state, explanations: view.explanations, timeline: view.timeline, steps },
        text: () =>
          explanationText(
            view,
            steps.map(({ step, ms }) => `${step} ${elapsed(ms)}`),
          ),
      };
    },
  });

  addCommand(parent, {
    name: "cancel <case>",
    summary: "stop a case that did not execute yet",
    examples: ['case cancel C-01JD7Q8C2M4X --reason "asked twice"'],
    options: [new Option("--reason <text>", "why").default("cancelled by hand")],
    run: (context, [id = ""], options) =>
      decide(context, caseId(id), 0, () => ({ kind: "cancel", reason: text(options, "reason") ?? "" })),
  });
}

export function caseId(given: string): CaseView["case"] {
  const id = given.toUpperCase();
  if (caseIdSchema.safeParse(id).success) return id;
  throw new CliError("option_malformed", EXIT.usage, `\`${given.slice(0, 60)}\` is no case id`, {
    fix: `expected one such as \`C-01JD7Q8C2M4X\`; \`${START} case list\` shows them`,
  });
}
