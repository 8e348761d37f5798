import { INTENTS, type IntentType } from "@trias/intents";
import type { Reading } from "./merge.ts";
import { scoreOf } from "./recognise/cue.ts";
import { type Context, type Frame, given, type Values } from "./recognise/frame.ts";
import { FRAMES } from "./recognise/frames.ts";
import { isAbout, isGrounded } from "./recognise/ground.ts";
import { plainText, withoutQuotations } from "./sentence/characters.ts";
import {
  type Clause,
  clausesOf,
  firstWord,
  isContinuation,
  isQuestion,
  isRequest,
  isVerb,
  POLITE,
} from "./sentence/clauses.ts";
import { isDescription, type Mood, moodOf } from "./sentence/mood.ts";
import { readSentence, type Sentence, says } from "./sentence/sentence.ts";

/** Two ways to read a request between which nothing decides. */
export interface Doubt {
  readonly types: readonly IntentType[];
}

export interface Read {
  readonly readings: readonly Reading[];
  readonly doubt: Doubt | null;
}

interface Spoken {
  readonly clause: Sentence;
  readonly mood: Mood;
  readonly reason: boolean;
  readonly negated: boolean;
  readonly heard: readonly Heard[];
  /** What the clause stands in, as far as it may give what the clause itself leaves out. */
  readonly about: Context;
}

interface Heard {
  readonly frame: Frame;
  readonly score: number;
}

/** What every clause means, or the reason why the text can't be acted on. `chosen` is the intent that a person picked where it was in doubt. */
export function readClauses(text: string, whole: Sentence, context: Context, chosen: IntentType | null): Read | string {
  const clauses = clausesOf(withoutQuotations(plainText(text)));
  if (clauses.length > MOST_CLAUSES) return `it is a document of more than ${MOST_CLAUSES} sentences`;
  const first: Spoken[] = [];
  for (const clause of clauses) first.push(hear(clause, first, context));
  const spoken = first.map((one) => grounded(one, first, context));
  const lost = spoken.findIndex((one, i) => isLost(one, i));
  // INVARIANT: if a part can't be understood, none runs.
  if (lost !== -1) return `\`${spoken[lost]?.clause.text.slice(0, 120) ?? ""}\` was not understood`;
  const used = pick(spoken);
  if (used.length === 0) {
    if (spoken.some(({ negated }) => negated)) return "it says what shall not be done";
    return "no request for a change of the network, or a question about it, was recognised";
  }
  const doubt = chosen === null ? doubtIn(used) : null;
  const readings = used.flatMap(({ clause, heard, about }) => {
    const { frame } = heard.find((one) => one.frame.type === chosen) ?? (heard[0] as Heard);
    return readingsOf(frame, clause, about, whole);
  });
  return { readings, doubt };
}

/** The clause with only those readings that its own words and what it may look back to give ground for. */
function grounded(one: Spoken, all: readonly Spoken[], context: Context): Spoken {
  if (all.length === 1 || one.heard.length === 0) return one;
  const about = { ...context, whole: surroundings(one, all, context) };
  return { ...one, about, heard: one.heard.filter(({ frame }) => isAnchored(frame, one.clause, about)) };
}

/**
 * What a clause may take a parameter from: what is told around it, and other clauses that ask for the same. An aside gives nothing,
 * and another request only where the clause points to it: two requests in one text are two.
 */
function surroundings(one: Spoken, all: readonly Spoken[], { whole, estate }: Context): Sentence {
  const pointing = one.clause.words.some((word) => POINTS.test(word));
  const kept = all.filter((other) => other === one || (!isAside(other) && (pointing || !isOther(other, one))));
  if (kept.length === all.length) return whole;
  return readSentence(kept.map(({ clause }) => clause.text).join(". "), estate);
}

const POINTS = /^(?:it|them|they|him|her|there|same|accordingly|both|these|those)$/;

function isOther(other: Spoken, one: Spoken): boolean {
  const [theirs, own] = [other.heard[0], one.heard[0]];
  return other.mood !== "state" && theirs !== undefined && theirs.frame.type !== own?.frame.type;
}

/** `In eu-west-1, please.` goes on with what was said; a longer request that nothing was heard in is another matter. */
const FRAGMENT = 6;
const TOLD = /^(?:we|i|they|he|she|it|our|the|a|an|there|their|my|this|that|these|those)$/;

/** What is about nothing that networks have; a name that is told of may be whom the next sentence is about. */
function isAside({ clause, heard, mood }: Spoken): boolean {
  if (heard.length > 0 || isContinuation(clause.words)) return false;
  if (mood === "request" && clause.words.length > FRAGMENT && !TOLD.test(clause.words[0] ?? "")) return true;
  if (isAbout(clause)) return false;
  return mood !== "state" || !clause.spelled.slice(1).some((word) => /^\p{Lu}\p{L}{2}/u.test(word));
}

function hear({ text, reason, asks }: Clause, before: readonly Spoken[], context: Context): Spoken {
  const clause = readSentence(text, context.estate);
  const mood = moodOf(clause, asks);
  const negated = isNegated(clause);
  const heard = negated || isDescription(clause) ? [] : heardIn(clause, context, mood);
  const own = { clause, mood, reason, negated, heard, about: context };
  if (heard.length > 0 || negated || mood !== "request" || before.length === 0) return own;
  return withWhatWasSaid(own, before, context) ?? own;
}

/** `block it`, `revoke them`: a request that names nothing is about what was said before it, the nearest first. */
function withWhatWasSaid(own: Spoken, before: readonly Spoken[], context: Context): Spoken | null {
  const { words, text } = own.clause;
  if (words.length > 9 || !(isOnlyVerb(words) || words.some((word, i) => BACK.test(word) || isAllOfIt(words, i))))
    return null;
  for (const said of [before.slice(-1), before]) {
    const clause = readSentence([...said.map((one) => one.clause.text), text].join(", "), context.estate);
    const heard = heardIn(clause, context, "request").filter(({ frame }) => INTENTS[frame.type].changes);
    const [first] = heard;
    // What an earlier request means already is not what this one adds: `…, and open it to the internet`.
    if (
      first !== undefined &&
      !said.some((one) => one.mood === "request" && one.heard[0]?.frame.type === first.frame.type)
    )
      return { ...own, clause, heard };
  }
  return null;
}

/** `please delete`, `then share`: nothing but the verb. */
function isOnlyVerb(words: readonly string[]): boolean {
  return words.length <= 4 && words.every((word) => isVerb(word) || POLITE.has(word));
}

/** `block all`, `revoke all of it`, but not `all pending requests`. */
function isAllOfIt(words: readonly string[], at: number): boolean {
  return words[at] === "all" && /^(?:of|now|please|)$/.test(words[at + 1] ?? "");
}

const BACK =
  /^(?:it|its|them|they|this|that|these|those|both|him|her|his|their|everything|one|ones|source|address|addresses|ip|ips|attacker|attackers|sender|host|instance|server|box|offender|culprit)$/;

const LEAST = 4;
const MOST_CLAUSES = 24;

function heardIn(clause: Sentence, context: Context, mood: Mood): Heard[] {
  return FRAMES.filter(({ moods }) => moods.has(mood))
    .map((frame) => ({ frame, score: scoreOf(clause, context.whole, frame.cues) }))
    .filter(({ score, frame }) => score >= LEAST && isAnchored(frame, clause, context))
    .sort((a, b) => b.score - a.score);
}

function isAnchored(frame: Frame, clause: Sentence, context: Context): boolean {
  if (INTENTS[frame.type].changes && !isGrounded(frame.type, clause, context.whole)) return false;
  const values = frame.parameters(clause, context);
  return (Array.isArray(values) ? values : [values]).some((one: Values) => frame.isAnchored(one, clause));
}

/** Requests and questions count; what is only told or given as a reason counts where nothing is asked for. */
function pick(spoken: readonly Spoken[]): Spoken[] {
  const heard = spoken.filter((one) => one.heard.length > 0);
  const requests = heard.filter(({ mood, reason }) => !reason && mood === "request");
  const asks = heard.filter(({ mood, reason }) => !reason && mood === "ask");
  const told = heard.filter(({ mood, reason }) => !reason && mood === "state");
  if (requests.length > 0) return heard.filter((one) => requests.includes(one) || asks.includes(one));
  return heard.filter((one) => asks.includes(one) || told.includes(one));
}

function readingsOf(frame: Frame, clause: Sentence, context: Context, whole: Sentence): Reading[] {
  const values = frame.parameters(clause, context);
  const all: readonly Values[] = Array.isArray(values) ? values : [values as Values];
  const unsure = isUnsure(whole);
  return all.map((one) => ({
    type: frame.type,
    parameters: given(one),
    certain: !unsure && !frame.isGuess(one, clause),
  }));
}

function isUnsure(whole: Sentence): boolean {
  return says(whole, "maybe", "perhaps");
}

/** Two changing intents that a clause speaks for equally. */
function doubtIn(used: readonly Spoken[]): Doubt | null {
  for (const { heard } of used) {
    const [first, second] = heard;
    if (first === undefined || second === undefined || first.score > second.score) continue;
    if (first.frame.type !== second.frame.type && INTENTS[first.frame.type].changes)
      return { types: [first.frame.type, second.frame.type] };
  }
  return null;
}

const NOT = /^(?:don't|dont|never)$/;

/** `do not block …`: whatever the verbs are, the clause asks for the opposite. */
function isNegated(clause: Sentence): boolean {
  const { words } = clause;
  const first = words.findIndex((word) => !/^(?:please|but|and|so|also|just|then|hi|hey|hello|team)$/.test(word));
  if (NOT.test(words[first] ?? "") || (words[first] === "do" && words[first + 1] === "not")) return true;
  // What must not happen on the internet is to happen in private.
  if (clause.concepts.some(({ concept }) => concept === "PRIVATE") || says(clause, "public internet")) return false;
  return (
    says(clause, "must not", "mustn't", "should not be", "shouldn't be", "please don't", "please do not") &&
    !says(
      clause,
      "should not be able",
      "must not be able",
      "should not be reachable",
      "must not reach",
      "shouldn't be able",
      "should not be allowed",
      "must not be allowed",
    )
  );
}

/** Verbs of requests that change nothing if they are passed over. */
const HARMLESS =
  /^(?:check|look|find|list|show|tell|make|keep|see|use|report|describe|explain|save|examine|inspect|test|summarise|summarize|trace|diagnose|debug|analyse|analyze|generate|forecast|predict|confirm|review|draw|print|write|prepare|draft|compile|arrange|dig|investigate)$/;

function isLost({ clause, mood, heard, reason, negated }: Spoken, at: number): boolean {
  if (heard.length > 0 || reason || negated || mood !== "request" || isQuestion(clause.words)) return false;
  if (!isRequest(clause.words) || (at > 0 && isContinuation(clause.words))) return false;
  return !HARMLESS.test(firstWord(clause.words) ?? "");
}
