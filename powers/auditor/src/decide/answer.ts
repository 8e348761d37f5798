import { parseStrictJson } from "@trias/core";
import type { Estate } from "@trias/estate";
import { intentDefinition } from "@trias/intents";
import type { DecisionInput } from "@trias/protocol";
import type { Reasoner } from "@trias/reasoning";
import type { CaseFile, StoredCase } from "../cases/case-file.ts";
import type { CaseStore } from "../cases/case-store.ts";
import { move, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { AuditorError } from "../errors.ts";
import { applyUnderstanding } from "../intake/open-case.ts";
import type { PersonCaller } from "../people/caller.ts";
import type { RandomBytes } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import { bindTicket, releaseTicket } from "../tickets/tickets.ts";
import { understandEvent } from "../understand/event.ts";
import { type Answers, type Understanding, understandRequest } from "../understand/understanding.ts";
import { liveWarrant } from "../warrants/warrant-store.ts";
import { recordDecision } from "./record.ts";
import { needMayAnswer } from "./who.ts";

export interface AnswerDeps {
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly estate: () => Estate | null;
  readonly random: RandomBytes;
}

const MAX_ROUNDS = 20;
const REVISABLE: readonly CaseFile["state"][] = [
  "planning",
  "ready",
  "waiting_answer",
  "waiting_confirmation",
  "waiting_approval",
  "waiting_service",
];
/** Names the ticket that a case carries; everything else is a parameter of what was asked. */
const TICKET = "ticket";

/** What the auditor understands of a case with these answers; null while it knows no estate. */
export function understandAgain(
  { reasoner, estate }: Pick<AnswerDeps, "reasoner" | "estate">,
  { file, words }: StoredCase,
  answers: Answers,
): Understanding | null {
  const present = estate();
  if (!present) return null;
  return file.kind === "change"
    ? understandRequest(reasoner, words, present, answers)
    : understandEvent(reasoner, parseStrictJson(words), present, answers);
}

export async function acceptAnswer(
  deps: AnswerDeps,
  change: Change,
  stored: StoredCase,
  input: Extract<DecisionInput, { kind: "answer" }>,
  caller: PersonCaller,
): Promise<CaseFile> {
  const { file } = stored;
  const { question } = file;
  if (file.state !== "waiting_answer" || !question || question.nonce !== input.nonce) {
    throw new AuditorError("conflict", "this question is not open", { at: file.id, fix: "look at the case again" });
  }
  needMayAnswer(file, caller);
  if (question.parameter !== input.parameter) {
    throw new AuditorError("bad_request", `\`${question.parameter}\` is asked for`, { at: "parameter" });
  }
  if (question.choices.length > 0 && !question.choices.includes(input.value)) {
    throw new AuditorError("bad_request", `\`${input.value.slice(0, 80)}\` is not one of the choices`, {
      at: "value",
      fix: `choose ${question.choices.join(", ")}`,
    });
  }
  const { index } = await recordDecision(change, file.id, input, caller, deps.random);
  const told = tell(file, "person", "answer", `${input.parameter}: ${input.value}`, change.now, index);
  const answers = { ...file.answers, [input.parameter]: input.value };
  return goOn(deps, change, stored, { ...told, answers }, "an answer came");
}

export async function acceptRevision(
  deps: AnswerDeps,
  change: Change,
  stored: StoredCase,
  input: Extract<DecisionInput, { kind: "revise" }>,
  caller: PersonCaller,
): Promise<CaseFile> {
  const { file } = stored;
  needMayAnswer(file, caller);
  if (!REVISABLE.includes(file.state) || (await liveWarrant(change.sql, file.id, change.now))) {
    throw new AuditorError("conflict", `a case that is \`${file.state}\` can't be revised now`, { at: file.id });
  }
  if (file.round >= MAX_ROUNDS) {
    throw new AuditorError("conflict", `a case has at most ${MAX_ROUNDS} rounds`, { fix: "ask anew" });
  }
  const { [TICKET]: ticket, ...parameters } = input.parameters;
  checkTaken(file, Object.keys(parameters));
  const { index } = await recordDecision(change, file.id, input, caller, deps.random);
  if (ticket !== undefined) {
    releaseTicket(change, file.id);
    await bindTicket(change.sql, ticket, file.id);
  }
  const said = Object.entries(input.parameters).map(([name, value]) => `${name}: ${value}`);
  const told = tell(file, "person", "revise", `revised: ${said.join(", ")}`, change.now, index);
  const revised: CaseFile = {
    ...told,
    answers: { ...file.answers, ...parameters },
    ticket: ticket ?? file.ticket,
    round: file.plan === null ? file.round : file.round + 1,
    amended: 0,
    verdict: null,
  };
  return goOn(deps, change, stored, revised, "it was revised");
}

/** A word that no intent of the case takes would be ignored, and the person believe otherwise. */
function checkTaken(file: CaseFile, names: readonly string[]): void {
  for (const name of names) {
    const taken = file.understood.some(({ type, parameters }) => {
      const definition = intentDefinition(type);
      return (
        definition?.parameters
          .safeParse({ ...parameters, [name]: "" })
          .error?.issues.every((issue) => issue.code !== "unrecognized_keys") ?? definition !== null
      );
    });
    if (taken) continue;
    throw new AuditorError("bad_request", `nothing that was understood takes \`${name.slice(0, 64)}\``, {
      at: "parameters",
    });
  }
}

async function goOn(
  deps: AnswerDeps,
  change: Change,
  stored: StoredCase,
  file: CaseFile,
  why: string,
): Promise<CaseFile> {
  const understanding = understandAgain(deps, stored, file.answers);
  // Whatever it waited for, it is read anew from here.
  const open = file.state === "planning" ? file : move(file, "planning", why, change.now);
  const next = applyUnderstanding(change, open, understanding, deps.random);
  deps.cases.save(change, next.file);
  if (next.plan) deps.feed.push(change, next.file, "plan", why);
  return next.file;
}
