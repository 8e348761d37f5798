import type { Estate } from "@trias/estate";
import { type IntentQuestion, intentDefinition } from "@trias/intents";
import type { CaseView, Intent } from "@trias/protocol";
import type { Interpretation, Reasoner } from "@trias/reasoning";
import { clip } from "../cases/edit.ts";

/** What comes next for a case, from the auditor's own reading. */
export type Next =
  | { readonly to: "plan" }
  | { readonly to: "ask"; readonly question: IntentQuestion }
  | { readonly to: "unavailable"; readonly reason: string }
  | { readonly to: "close"; readonly reason: string };

export interface Understanding {
  readonly intents: readonly Intent[];
  /** False where the rules had to guess. */
  readonly certain: boolean;
  readonly incident: NonNullable<CaseView["incident"]> | null;
  readonly next: Next;
}

export type Answers = Readonly<Record<string, string>>;

/** Reads a person's sentence, and decides whether it can be planned, needs an answer, or ends here. */
export function understandRequest(
  reasoner: Reasoner,
  sentence: string,
  estate: Estate,
  answers: Answers,
): Understanding {
  const interpretation = reasoner.interpret(sentence, estate, answers);
  return {
    intents: interpretation.intents,
    certain: interpretation.certain,
    incident: null,
    next: nextOf(interpretation, estate),
  };
}

function nextOf({ intents, clarification }: Interpretation, estate: Estate): Next {
  const unclear = intents.find(({ type }) => type === "unknown");
  if (unclear || intents.length === 0) {
    const why = unclear?.parameters["reason"];
    return {
      to: "unavailable",
      reason: typeof why === "string" ? clip(why) : "nothing was understood that could be done",
    };
  }
  // One sentence, one plan: where a part can't be planned, none runs.
  for (const { type } of intents) {
    const definition = intentDefinition(type);
    if (!definition?.available) return { to: "unavailable", reason: `\`${type}\` is understood, but not available` };
  }
  const question = clarification ?? firstQuestion(intents, estate);
  return question ? { to: "ask", question } : { to: "plan" };
}

function firstQuestion(intents: readonly Intent[], estate: Estate): IntentQuestion | null {
  for (const intent of intents) {
    const question = intentDefinition(intent.type)?.question(intent, estate);
    if (question) return question;
  }
  return null;
}

/** The parameter under which people say what is to be done about an event that the rules leave open. */
const RESPONSE = "response";
const CLOSE = "close";
/** How the rules name the choice to leave things as they are. */
const DO_NOTHING = "do nothing";
const ISOLATE = "isolate";

/** Reads an event, weighs it on the estate, and chooses the answer that the rules know. */
export function understandEvent(reasoner: Reasoner, event: unknown, estate: Estate, answers: Answers): Understanding {
  const classification = reasoner.classify(event);
  const assessment = reasoner.assess(classification, estate);
  const choice = reasoner.choose(classification, assessment, estate);
  const chosen = choice.options[choice.chosen];
  const { severity } = assessment;
  const incident = {
    type: clip(assessment.type, 200),
    severity,
    threat: clip(assessment.threat, 500),
    impact: clip(assessment.impact, 500),
    action: clip(chosen?.intent?.type ?? "none", 100),
  };
  const known = { certain: classification.shape !== "unknown", incident };
  if (classification.sample) return { ...known, intents: [], next: { to: "close", reason: "it is a sample finding" } };
  if (answers[RESPONSE] === CLOSE) {
    return { ...known, intents: [], next: { to: "close", reason: "a person closed it without a change" } };
  }
  const isolate = classification.instance === null ? null : isolation(classification.instance);
  const intent = answers[RESPONSE] === ISOLATE ? isolate : (chosen?.intent ?? null);
  if (intent && intentDefinition(intent.type)?.available) {
    const question = intentDefinition(intent.type)?.question(intent, estate) ?? null;
    if (!question) return { ...known, intents: [intent], next: { to: "plan" } };
  } else if (!intent && chosen?.name === DO_NOTHING) {
    return { ...known, intents: [], next: { to: "close", reason: `nothing to do: ${choice.why}` } };
  }
  const question = `No rule answers this event by itself. What is to be done about ${quoted(classification.title)}?`;
  const choices = isolate && intent?.type !== isolate.type ? [ISOLATE] : [];
  return { ...known, intents: [], next: askAboutIncident(question, choices) };
}

/** Asks who answers for incidents; to close it is always one of the choices. */
export function askAboutIncident(question: string, choices: readonly string[] = []): Extract<Next, { to: "ask" }> {
  return { to: "ask", question: { parameter: RESPONSE, question, choices: [...choices, CLOSE] } };
}

function isolation(instance: string): Intent {
  return { type: "isolate_instance", parameters: { instance }, confidence: 1 };
}

function quoted(title: string): string {
  return `\`${clip(title, 200).replaceAll("`", "'")}\``;
}
