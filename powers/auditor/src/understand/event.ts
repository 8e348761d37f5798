import type { Estate } from "@trias/estate";
import { intentDefinition } from "@trias/intents";
import type { Incident } from "@trias/protocol";
import {
  type Assessment,
  type Choice,
  type Classification,
  intentOfResponse,
  type Reasoner,
  responsesTo,
} from "@trias/reasoning";
import { clip } from "../cases/edit.ts";
import type { Answers, Next, Understanding } from "./understanding.ts";

/** The parameter under which people say what is to be done about an event that the rules leave open. */
const RESPONSE = "response";
const CLOSE = "close";
/** How the rules name the choice to leave things as they are. */
const DO_NOTHING = "do nothing";

/** Reads an event, weighs it on the estate, and chooses the answer that the rules know. */
export function understandEvent(reasoner: Reasoner, event: unknown, estate: Estate, answers: Answers): Understanding {
  return understandClassified(reasoner, reasoner.classify(event), estate, answers);
}

/** The same for an event that was classified already. */
export function understandClassified(
  reasoner: Reasoner,
  classification: Classification,
  estate: Estate,
  answers: Answers,
): Understanding {
  const assessment = reasoner.assess(classification, estate);
  const choice = reasoner.choose(classification, assessment, estate);
  const chosen = choice.options[choice.chosen];
  const known = {
    certain: classification.class !== "unknown",
    incident: incidentOf(classification, assessment, choice),
  };
  const close = (reason: string): Understanding => ({ ...known, intents: [], next: { to: "close", reason } });
  if (classification.sample) return close("it is a sample finding");
  if (answers[RESPONSE] === CLOSE) return close("a person closed it without a change");
  const intent = intentOfResponse(classification, answers[RESPONSE] ?? "") ?? chosen?.intent ?? null;
  if (intent && intentDefinition(intent.type)?.available) {
    const question = intentDefinition(intent.type)?.question(intent, estate) ?? null;
    if (!question) return { ...known, intents: [intent], next: { to: "plan" } };
  } else if (!intent && chosen?.name === DO_NOTHING) {
    return close(`nothing to do: ${choice.why}`);
  }
  const choices = responsesTo(choice.options).filter(
    (name) => intentOfResponse(classification, name)?.type !== intent?.type,
  );
  return { ...known, intents: [], next: askAboutIncident(questionAbout(classification), choices) };
}

function questionAbout({ title, response, class: threat }: Classification): string {
  const advice = threat === "unknown" ? "" : ` ${response.advice}.`;
  return `No rule answers this event by itself.${advice} What is to be done about ${quoted(title)}?`;
}

/** Asks who answers for incidents; to close it is always one of the choices. */
export function askAboutIncident(question: string, choices: readonly string[] = []): Extract<Next, { to: "ask" }> {
  return { to: "ask", question: { parameter: RESPONSE, question, choices: [...choices, CLOSE] } };
}

function quoted(title: string): string {
  return `\`${clip(title, 200).replaceAll("`", "'")}\``;
}

function incidentOf(classification: Classification, assessment: Assessment, choice: Choice): Incident {
  const chosen = choice.options[choice.chosen];
  const { response } = classification;
  return {
    type: clip(assessment.type, 200),
    severity: assessment.severity,
    threat: clip(assessment.threat, 500),
    impact: clip(assessment.impact, 500),
    action: clip(chosen?.intent?.type ?? (chosen?.name === DO_NOTHING ? "none" : "ask"), 100),
    kind: clip(classification.kind, 600),
    class: clip(classification.class, 64),
    transition: classification.transition,
    response: clip(response.action, 100),
    advice: clip(response.advice, 500),
    row: response.row,
    blast_radius: clip(assessment.blast_radius, 500),
    environment: assessment.environment,
    segment: assessment.segment,
    compliance: assessment.compliance.slice(0, 16),
    confidence: assessment.confidence,
    missing: assessment.missing.slice(0, 16).map((one) => clip(one, 200)),
    options: choice.options.slice(0, 10).map((option, i) => ({
      name: clip(option.name, 100),
      summary: clip(option.summary, 500),
      risk: clip(option.risk, 300),
      monthly_usd: option.monthly_usd,
      minutes: option.minutes,
      reversible: option.reversible,
      chosen: i === choice.chosen,
    })),
    why: clip(choice.why),
  };
}
