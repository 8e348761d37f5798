import type { Estate } from "@trias/estate";
import { INTENTS, intentDefinition } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import { interpret } from "../interpret.ts";
import type { Interpretation } from "../reasoner.ts";
import { hidesText } from "../sentence/characters.ts";
import { bare, LONGEST, readSentence, says } from "../sentence/sentence.ts";
import { unsafeReason } from "../unsafe.ts";

/** The parameter under which a person says which of several wordings is meant. */
export const MEANING = "meaning";
const AS_WRITTEN = "as written";
const NONE = "none of these";

/** Whether a model may be asked what a sentence means: only where the rules don't know, or had to guess, and only about an honest sentence. */
export function mayAskMeaning(sentence: string, rules: Interpretation, estate: Estate): boolean {
  if (rules.clarification !== null || sentence.length > LONGEST) return false;
  if (rules.certain && !isUnknown(rules)) return false;
  const whole = readSentence(sentence, estate);
  return whole.words.length > 1 && unsafeReason(whole) === null && !hidesText(sentence) && !denies(sentence, estate);
}

/**
 * INVARIANT (I4): the one place where a model's words meet the rules' reading. Whatever the model says, the intents stay the rules' own, and what
 * comes out is either the rules' reading as it was, or that reading with a question to the person and no certainty. A wording is only
 * offered where the rules read it with certainty, it names nothing that the person didn't name, and it means something else than the
 * rules had read.
 */
export function narrowed(
  sentence: string,
  rules: Interpretation,
  wordings: readonly string[],
  estate: Estate,
): Interpretation {
  if (!mayAskMeaning(sentence, rules, estate)) return rules;
  const fitting = [...new Set(wordings.map((wording) => wording.trim()))]
    .filter((wording) => fits(wording, sentence, rules, estate))
    .slice(0, 3);
  if (fitting.length === 0) return rules;
  const own = isUnknown(rules) ? [] : [AS_WRITTEN];
  const clarification = {
    parameter: MEANING,
    question: isUnknown(rules)
      ? "The rules did not understand this. A model suggests other words for it: is one of these what you mean?"
      : "The rules are not certain of this. A model reads it in another way: what do you mean?",
    choices: [...own, ...fitting, NONE],
  };
  return { intents: rules.intents, clarification, certain: false };
}

/**
 * What the rules read once a person has said which wording is meant: the words that this person confirmed count as theirs. Never certain: what began
 * with a model runs in production only with a person.
 */
export function interpretMeant(
  sentence: string,
  estate: Estate,
  answers: Readonly<Record<string, string>>,
  now: Date | null = null,
): Interpretation {
  const { [MEANING]: meant, ...others } = answers;
  if (meant === undefined) return interpret(sentence, estate, others, now);
  if (meant === NONE)
    return {
      intents: [unknownBecause("none of the suggested wordings was meant")],
      clarification: null,
      certain: false,
    };
  return { ...interpret(meant === AS_WRITTEN ? sentence : meant, estate, others, now), certain: false };
}

function unknownBecause(reason: string): Intent {
  return { type: "unknown", parameters: { reason }, confidence: 1 };
}

function isUnknown({ intents }: Interpretation): boolean {
  return intents.length === 0 || intents.some(({ type }) => type === "unknown");
}

function denies(sentence: string, estate: Estate): boolean {
  return says(
    readSentence(sentence, estate),
    "not",
    "never",
    "no",
    "don't",
    "dont",
    "shouldn't",
    "mustn't",
    "cannot",
    "can't",
  );
}

function fits(wording: string, sentence: string, rules: Interpretation, estate: Estate): boolean {
  if (wording === "" || wording.length > 200 || wording === AS_WRITTEN || wording === NONE) return false;
  if (unsafeReason(readSentence(wording, estate)) !== null || hidesText(wording)) return false;
  const said = namedIn(sentence, estate);
  if (!readSentence(wording, estate).words.every((word) => said.has(word) || VOCABULARY.has(word))) return false;
  const reading = interpret(wording, estate, {});
  if (isUnknown(reading) || !reading.certain) return false;
  return reading.intents.every((intent) => isGrounded(intent, said)) && meaningOf(reading) !== meaningOf(rules);
}

/** The person's own words, and what the rules recognise in them. */
function namedIn(sentence: string, estate: Estate): ReadonlySet<string> {
  const { words, instances, cases, ranges, domains, regions, segments } = readSentence(sentence, estate);
  const named = [words, instances, cases, ranges, domains, regions, segments].flat();
  return new Set(named.map((one) => one.toLowerCase()));
}

/** A change needs at least one thing that the person named: words that everybody may use are no request. */
function isGrounded({ type, parameters }: Intent, said: ReadonlySet<string>): boolean {
  if (intentDefinition(type)?.changes !== true) return true;
  return Object.values(parameters).some((value) => {
    const own = wordsOf(value);
    return own.length > 0 && own.every((word) => said.has(word));
  });
}

function meaningOf({ intents }: Interpretation): string {
  return JSON.stringify(intents.map(({ type, parameters }) => [type, Object.entries(parameters).sort()]));
}

function wordsOf(value: unknown): string[] {
  return String(value)
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((word) => word !== "");
}

/** Words that make a request wider: only a person says them. */
const WIDENING: ReadonlySet<string> = new Set(
  "all any anybody anyone anything anywhere every everybody everyone everything everywhere internet public world".split(
    " ",
  ),
);

/** The plain words in which the catalogue's examples ask, without what they ask about. */
const VOCABULARY: ReadonlySet<string> = new Set(
  Object.values(INTENTS).flatMap(({ examples }) =>
    examples.flatMap(({ sentence, parameters }) => {
      const named = new Set(Object.values(parameters).flatMap(wordsOf));
      return wordsOf(sentence)
        .map(bare)
        .filter((word) => /^[a-z]+(?:-[a-z]+)?$/.test(word) && !named.has(word) && !WIDENING.has(word));
    }),
  ),
);
