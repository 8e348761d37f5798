import { plainText } from "./characters.ts";

/** Words with which a request begins. A clause that begins with one is a request of its own. */
const VERBS = new Set(
  (
    "accept activate add admit allocate allow analyse analyze approve arrange assign associate attach authorize authorise ban block blacklist blocklist boost " +
    "bring build bump bypass cancel carve change clear close compile configure connect contain copy create cut deactivate debug decommission decrease delete deny deploy " +
    "describe destroy detach diagnose disable disconnect disassociate double drop empty enable erase establish evacuate examine expand explain expose extend fail failover " +
    "find fix forecast forward generate get give grant grow halve hook increase insert inspect investigate isolate join kill launch let link limit " +
    "list lock lower make migrate mirror mitigate modify move offboard onboard open optimise optimize peer permit plug point predict prepare produce protect provision publish pull purge push " +
    "put quarantine quadruple raise ramp reassign reboot redirect reduce register reject release relocate remove rename replace report reserve reset resize restart restore resume revert " +
    "revoke roll rollback route run save scale send set share shift shrink shut shutdown show slash spin stand start stop strip summarise summarize suspend swap switch tag take tear tell " +
    "terminate test throttle trace transfer triple troubleshoot turn unblock undo unshare update upgrade whitelist wipe withdraw write draw draft trim rate-limit quarantining check look dig pull rehearse simulate retire ditch nuke"
  ).split(" "),
);
export const POLITE = new Set(
  "please pls plz kindly also then now next just can could would will you we i need must should want to let us let's lets and hi hey hello dear team all guys folks everyone there afterwards finally first second third thanks thank so ok okay urgent urgently asap quick immediately trias fyi sorry help me go ahead afterward lastly additionally once done quickly".split(
    " ",
  ),
);

export function isVerb(word: string | undefined): boolean {
  return word !== undefined && VERBS.has(word);
}

/** The first word of a clause that is no courtesy. */
export function firstWord(clause: readonly string[]): string | undefined {
  return clause.find((word) => !POLITE.has(word));
}

/** Whether a clause begins with a request, courtesies aside. */
export function isRequest(clause: readonly string[]): boolean {
  return isVerb(firstWord(clause));
}

const QUESTIONS = new Set(
  "why what what's whats how how's when who which whose where is are was were does do did has have had should shall am isn't aren't doesn't can't".split(
    " ",
  ),
);

/** Whether a clause asks something; `can you` and `would you` are courtesies. */
export function isQuestion(clause: readonly string[]): boolean {
  const plain = clause.filter((word) => !GREETINGS.has(word));
  const [first = "", second = ""] = plain;
  if (first === "can" || first === "could" || first === "will" || first === "would") {
    return !COURTEOUS.has(second);
  }
  if (first === "have" && second === "a") return false;
  if (first === "do" && (second === "a" || second === "an" || second === "the")) return false;
  return QUESTIONS.has(first);
}

const GREETINGS = new Set(
  "hi hey hello dear team all so and but also ok okay then now please guys folks quick question trias".split(" "),
);
const COURTEOUS = new Set(["you", "we", "i", "someone", "somebody", "anyone", "u", "please", "trias", "y'all"]);

const CONTINUATIONS = [
  "set it up",
  "set this up",
  "set that up",
  "do it",
  "do so",
  "do this",
  "do that",
  "make it so",
  "fix it",
  "fix this",
  "go ahead",
  "get it done",
  "make it happen",
  "keep it",
  "keep the",
  "make sure",
  "let me",
  "let us",
  "take care",
  "get back",
  "let them",
  "report back",
  "tell me",
  "check with",
  "run it",
  "get this",
  "get it",
  "send me",
  "give me a shout",
  "take your",
  "save us",
  "tag me",
  "start with",
  "open a ticket",
  "fix that",
  "test it",
  "stop it",
];

/** Whether a clause only says how, or that, what was asked before shall be done: `set it up securely`. */
export function isContinuation(clause: readonly string[]): boolean {
  const line = `${clause.filter((word) => !POLITE.has(word) || word === "me" || word === "us").join(" ")} `;
  const whole = `${clause.join(" ")} `;
  return (
    CONTINUATIONS.some((phrase) => line.startsWith(`${phrase} `) || whole.startsWith(`${phrase} `)) &&
    clause.length <= 12
  );
}

/** A clause, and whether it only gives the reason for what stands before it. */
export interface Clause {
  readonly text: string;
  readonly reason: boolean;
  readonly asks: boolean;
}

/**
 * The clauses of a text: sentences, and within a sentence what follows `and`, `then` or a comma where a new request begins. So
 * `block it and isolate i-…` is two, and `payments and billing` is one.
 */
export function clausesOf(text: string): Clause[] {
  return sentencesOf(plainText(text))
    .flatMap(({ text: sentence, asks }) =>
      splitAtReasons(sentence).flatMap(({ text: part, reason }) =>
        splitAtRequests(part).map((one) => ({ text: one, reason, asks })),
      ),
    )
    .filter((clause) => clause.text !== "");
}

function sentencesOf(text: string): { text: string; asks: boolean }[] {
  // A full stop ends a sentence only before white space: addresses and names hold full stops too.
  return text
    .replaceAll(/\b(e\.g|i\.e|etc|approx|vs|incl|no|nr|mr|mrs|dr|inc|ltd|corp|co|n)\.(?=\s)/gi, "$1")
    .split(/(?<=[.!?])(?=\s|$)|[;\n]|(?<=[a-z]:)\s(?=[a-z])/i)
    .map((part) => ({ text: part.trim().replace(/[.!?]+$/, ""), asks: part.trim().endsWith("?") }));
}

const REASONS =
  /\s,?(?:because|since (?!\d|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|last|this|the (?:start|beginning)|noon|midnight|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|as (?:we|they|it|he|she|our|the|his|her|their|this|that|there)\b|due to|so that|so (?:we|they|it|he|she|our|the|I)\b|in order to|given that|otherwise|owing to|now that)\s/i;

function splitAtReasons(sentence: string): { text: string; reason: boolean }[] {
  const at = REASONS.exec(` ${sentence}`);
  if (at === null || at.index === 0) return [{ text: sentence, reason: false }];
  const [before, after] = [sentence.slice(0, at.index).trim(), sentence.slice(at.index).trim()];
  if (before.split(" ").length < 2) return [{ text: sentence, reason: false }];
  // What follows a reason behind a comma may be the request: `Since …, block it` has no `before`.
  return [
    { text: before, reason: false },
    { text: after, reason: true },
  ];
}

function splitAtRequests(sentence: string): string[] {
  const words = sentence.split(/\s+/);
  const clauses: string[][] = [[]];
  words.forEach((word, i) => {
    const next = words.slice(i + 1, i + 1 + NEAR).map(plain);
    const joint = JOINTS.has(plain(word)) || word.endsWith(",");
    if (joint && i > 1 && ASKING.test(next.find((one) => !JOINTS.has(one)) ?? "")) {
      if (!JOINTS.has(plain(word))) clauses.at(-1)?.push(word.slice(0, -1));
      clauses.push([]);
      return;
    }
    if (joint && beginsSoon(next) && !isList(words, i)) {
      if (!JOINTS.has(plain(word))) clauses.at(-1)?.push(word.slice(0, -1));
      clauses.push([]);
    } else clauses.at(-1)?.push(word);
  });
  return clauses.map((clause) => clause.join(" ").trim());
}

/** `share and route tables`, `block and report` of nothing: a verb that stands beside another one shares its object. */
function isList(words: readonly string[], at: number): boolean {
  const before = words
    .slice(0, at)
    .map(plain)
    .filter((word) => !POLITE.has(word));
  if (plain(words[at] ?? "") !== "and") return false;
  return (before.length === 1 && isVerb(before[0])) || /^read(?:ing)?$/.test(before.at(-1) ?? "");
}

const ASKING = /^(?:how|what|why|who|what's)$/;

/** How far behind a joint a request may begin: courtesies are few. */
const NEAR = 7;
const JOINTS = new Set(["so", "and", "then", "&", "plus", "but"]);

function plain(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9'&-]/g, "");
}

/** Nouns that are verbs too: behind `and` with nothing of a request around they are nouns. */
const NOUNS = new Set(
  "access route test report block share list link peer copy change fix release update limit tag forecast start set check push pull point run show look find cost transfer trace".split(
    " ",
  ),
);

/** The verb stands among the next few words, behind courtesies only. */
function beginsSoon(next: readonly string[]): boolean {
  for (const [i, word] of next.slice(0, 6).entries()) {
    if (isVerb(word))
      return (
        !NOUNS.has(word) ||
        (next[i + 1] !== undefined && next[i + 1] !== "" && !/^(?:and|or|for|in|to|on|is|are)$/.test(next[i + 1] ?? ""))
      );
    if (!POLITE.has(word) && !JOINTS.has(word)) return false;
  }
  return false;
}
