import type { Estate } from "@trias/estate";
import { INTENTS, type IntentType, intentDefinition, missingQuestion } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { ambiguity } from "./ambiguity.ts";
import { withAnswers } from "./answers.ts";
import { merged, type Reading } from "./merge.ts";
import { type Doubt, readClauses } from "./read-clauses.ts";
import type { Interpretation } from "./reasoner.ts";
import { hidesText, isForeignScript } from "./sentence/characters.ts";
import { LONGEST, readSentence, type Sentence, says } from "./sentence/sentence.ts";
import { unsafeReason } from "./unsafe.ts";

const CERTAIN = 0.95;
const GUESS = 0.5;
const MOST = 16;
/** People who ask for a change say it in a few sentences; longer text is a page, a log or a letter that speaks of one. */
const MOST_WORDS = 180;
/** So many lines of `Name: value` are a record of something. */
const MOST_FIELDS = 9;

/** Under this name people say which of two intents they meant. */
const INTENT = "intent";

export function interpret(
  text: string,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
  now: Date | null = null,
): Interpretation {
  if (text.length > LONGEST) return unknown(`it is longer than ${LONGEST} characters`);
  const whole = readSentence(text, estate);
  if (whole.words.length === 0) return unknown("it holds no words");
  if (isForeignScript(text)) return unknown("it is not written in English");
  const unsafe = unsafeReason(whole);
  if (unsafe !== null) return unknown(unsafe);
  if (hidesText(text)) return unknown("it holds characters that hide or turn round what it says");
  const chosen =
    answers[INTENT] !== undefined && Object.hasOwn(INTENTS, answers[INTENT]) ? (answers[INTENT] as IntentType) : null;
  const read = readClauses(text, whole, { whole, estate, now }, chosen);
  if (typeof read === "string") return unknown(read);
  const readings = merged(read.readings);
  if (readings.some(({ type }) => INTENTS[type].changes) && isDocument(text, whole))
    return unknown("it is a document, and what a document says is no request");
  if (readings.length > MOST) return unknown(`it asks for more than ${MOST} things at once`);
  return interpretation(readings, read.doubt, whole, estate, answers);
}

function isDocument(text: string, { words }: Sentence): boolean {
  return words.length > MOST_WORDS || (text.match(/^[^\n:]{2,40}:\s/gm) ?? []).length > MOST_FIELDS;
}

function interpretation(
  readings: readonly Reading[],
  doubt: Doubt | null,
  whole: Sentence,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
): Interpretation {
  const certain = doubt === null && !isDoubtful(whole) && readings.every((reading) => reading.certain);
  const intents = readings.map((reading): Intent => {
    const confidence = reading.certain && certain ? CERTAIN : GUESS;
    return withAnswers({ type: reading.type, parameters: fitting(reading), confidence }, answers);
  });
  if (doubt !== null) {
    const named = doubt.types.map((type) => `\`${type}\``).join(" or ");
    return {
      intents,
      clarification: { parameter: INTENT, question: `Is ${named} what is meant?`, choices: [...doubt.types] },
      certain,
    };
  }
  for (const intent of intents) {
    const question = ambiguity(intent, whole, estate, answers) ?? missingQuestion(intent, estate);
    if (question !== null) return { intents, clarification: question, certain };
  }
  return { intents, clarification: null, certain };
}

/** What a sentence gives, as far as the intent's own schema takes it. */
function fitting({ type, parameters }: Reading): Intent["parameters"] {
  const schema = intentDefinition(type)?.parameters;
  const fits: Intent["parameters"] = {};
  for (const [name, value] of Object.entries(parameters)) {
    const short = typeof value === "string" ? value.slice(0, 200) : value;
    if (schema?.safeParse({ [name]: short }).success === true) fits[name] = short;
  }
  return fits;
}

/** A question about whether to do a thing is not yet a request to do it. */
function isDoubtful(whole: Sentence): boolean {
  return says(
    whole,
    "maybe",
    "perhaps",
    "i wonder",
    "might",
    "not sure",
    "or maybe",
    "thinking about",
    "would it",
    "if necessary",
    "consider",
    "don't",
    "do not",
    "except",
    "unless",
    "but not",
    "never",
  );
}

function unknown(reason: string): Interpretation {
  return { intents: [{ type: "unknown", parameters: { reason }, confidence: 1 }], clarification: null, certain: true };
}
