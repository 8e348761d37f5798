import type { Estate } from "@trias/estate";
import { INTENTS, intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { withAnswers } from "./answers.ts";
import type { Interpretation } from "./reasoner.ts";
import type { Reading } from "./recognise/reading.ts";
import { RECOGNISERS } from "./recognise/recognisers.ts";
import { clausesOf, isContinuation, isQuestion, isRequest } from "./sentence/clauses.ts";
import { LONGEST, readSentence, type Sentence, says } from "./sentence/sentence.ts";
import { unsafeReason } from "./unsafe.ts";

const CERTAIN = 0.95;
const GUESS = 0.5;

export function interpret(text: string, estate: Estate, answers: Readonly<Record<string, string>>): Interpretation {
  if (text.length > LONGEST) return unknown(`it is longer than ${LONGEST} characters`);
  const whole = readSentence(text, estate);
  if (whole.words.length === 0) return unknown("it holds no words");
  const unsafe = unsafeReason(whole);
  if (unsafe !== null) return unknown(unsafe);
  if (isNegated(whole)) return unknown("it says what shall not be done");

  const clauses = clausesOf(text).map((clause) => readSentence(clause, estate));
  const read = clauses.map((clause) => readClause(clause, whole, estate));
  const lost = clauses.findIndex((clause, i) => {
    return read[i] === null && isRequest(clause.words) && !(i > 0 && isContinuation(clause.words));
  });
  // INVARIANT: if a part can't be understood, none runs.
  if (lost !== -1) return unknown(`\`${clauses[lost]?.text.slice(0, 120) ?? ""}\` was not understood`);

  const readings = merged(read.flatMap((one) => one ?? []));
  if (readings.length === 0)
    return unknown("no request for a change of the network, or a question about it, was recognised");
  if (readings.length > 16) return unknown("it asks for more than 16 things at once");
  return interpretation(readings, isDoubtful(whole), estate, answers);
}

function readClause(clause: Sentence, whole: Sentence, estate: Estate): readonly Reading[] | null {
  const question = isQuestion(clause.words);
  for (const recognise of RECOGNISERS) {
    const readings = recognise(clause, whole, estate);
    if (readings === null || (question && readings.some(({ type }) => !ANSWERS.has(type)))) continue;
    return readings;
  }
  return null;
}

/** What a question can mean. INVARIANT: `should we isolate …?` and `why was … blocked?` never become the change that they ask about. */
const ANSWERS: ReadonlySet<string> = new Set([
  ...Object.values(INTENTS).flatMap(({ type, changes }) => (changes ? [] : [type])),
  "investigate_traffic",
  "mitigate_ddos",
  "optimize_cost",
]);

/** One reading for what several clauses say of the same thing: the later ones add what the first leaves out. */
function merged(readings: readonly Reading[]): Reading[] {
  const out: Reading[] = [];
  for (const reading of readings) {
    const at = out.findIndex((other) => other.type === reading.type && agree(other, reading));
    const other = out[at];
    if (other === undefined) out.push(reading);
    else
      out[at] = {
        ...other,
        parameters: { ...reading.parameters, ...other.parameters },
        certain: other.certain && reading.certain,
      };
  }
  // Looking into traffic with leave to block is one request; the block itself is then no second one.
  const investigates = out.some(
    ({ type, parameters }) => type === "investigate_traffic" && parameters["block_if_malicious"] === true,
  );
  return investigates ? out.filter(({ type }) => type !== "add_firewall_rule") : out;
}

function agree(a: Reading, b: Reading): boolean {
  return Object.entries(a.parameters).every(([name, value]) => {
    const other = b.parameters[name];
    return other === undefined || JSON.stringify(other) === JSON.stringify(value);
  });
}

function interpretation(
  readings: readonly Reading[],
  doubtful: boolean,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
): Interpretation {
  const certain = !doubtful && readings.every((reading) => reading.certain);
  const intents = readings.map((reading): Intent => {
    const confidence = reading.certain && !doubtful ? CERTAIN : GUESS;
    return withAnswers({ type: reading.type, parameters: reading.parameters, confidence }, answers);
  });
  for (const intent of intents) {
    const question = intentDefinition(intent.type)?.question(intent, estate) ?? null;
    if (question !== null) return { intents, clarification: question, certain };
  }
  return { intents, clarification: null, certain };
}

/** `do not block …`: whatever the verbs are, the sentence asks for the opposite. */
function isNegated(whole: Sentence): boolean {
  return says(whole, "do not", "don't", "dont", "never", "must not", "should not", "shouldn't", "please not");
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
  );
}

function unknown(reason: string): Interpretation {
  return { intents: [{ type: "unknown", parameters: { reason }, confidence: 1 }], clarification: null, certain: true };
}
