import { isVerb } from "./clauses.ts";
import type { Sentence } from "./sentence.ts";

/** Some words of a clause that belong together, as they are spelled. */
export interface Phrase {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export const DETERMINERS = new Set(
  "a an the our my your their its his her this that these those all any some new each every both another whole entire one of said".split(
    " ",
  ),
);
const STOPS = new Set(
  (
    "in on for from to with at by via through into onto over using as because so and or but which that who where is are was were be been has have had needs need should must can could will would please until " +
    "till before after during within since if when while asap now today tomorrow tonight immediately via towards toward against between behind without up down out off back only also too again around about under " +
    "just it them then there here does do did not no than per instead temporarily permanently urgently right away every unless upon across inside outside effective starting its be cannot can't last next previous past current this"
  ).split(" "),
);

/** The phrase that begins at a word, without determiners before it; null where a stop stands there. */
export function phraseAt(clause: Sentence, at: number, stopAt: ReadonlySet<string> = STOPS, most = 7): Phrase | null {
  const { words, spelled, stops } = clause;
  let from = at;
  while (DETERMINERS.has(words[from] ?? "") && from < words.length) from += 1;
  let to = from;
  while (to < words.length && to - from < most) {
    const word = words[to] ?? "";
    if (stopAt.has(word) || (to > from && isBare(clause, to) && isVerb(word) && !isNoun(word))) break;
    if (clause.regionMentions.some((one) => one.from === to) && to > from) break;
    to += 1;
    if (stops[to - 1] === true) break;
  }
  return to > from ? { text: spelled.slice(from, to).join(" "), from, to } : null;
}

function isBare({ kinds }: Sentence, at: number): boolean {
  return kinds[at] === null;
}

const NOUNS = new Set(
  "access route test report block share list link peer copy release update start set check push point run show look find cost transfer trace analyze scale build stop limit get".split(
    " ",
  ),
);

function isNoun(word: string): boolean {
  return NOUNS.has(word);
}

/** The first phrase behind one of these words: `production database` of `towards our production database`. */
export function phraseAfter(clause: Sentence, ...markers: readonly string[]): Phrase | null {
  for (const [i, word] of clause.words.entries()) {
    if (!markers.includes(word)) continue;
    const phrase = phraseAt(clause, i + 1);
    if (phrase !== null) return phrase;
  }
  return null;
}

/** All phrases behind these words, in order. */
export function phrasesAfter(clause: Sentence, ...markers: readonly string[]): Phrase[] {
  return clause.words.flatMap((word, i) => {
    const phrase = markers.includes(word) ? phraseAt(clause, i + 1) : null;
    return phrase === null ? [] : [phrase];
  });
}

/** The phrase that ends right before a word: `public ALB` of `our public ALB is getting hammered`. */
export function phraseBefore(clause: Sentence, at: number): Phrase | null {
  const { words, spelled, stops } = clause;
  let from = at;
  while (from > 0 && at - from < 5) {
    const word = words[from - 1] ?? "";
    if (
      STOPS.has(word) ||
      (from - 1 === 0 && isVerb(word)) ||
      DETERMINERS.has(word) ||
      PRONOUNS.has(word) ||
      (stops[from - 1] === true && from < at)
    )
      break;
    from -= 1;
  }
  return from < at ? { text: spelled.slice(from, at).join(" "), from, to: at } : null;
}

const PRONOUNS = new Set(
  "i we you he she they it someone somebody hi hey hello me us please think looks like why what how".split(" "),
);

/** Words that say what kind of thing a name names, and are not part of it. */
const KIND_NOUNS = new Set(
  (
    "vendor partner supplier user users account role service s3 bucket buckets database db databases queue table server servers instance host machine segment segments vpc network attachment company team group cluster app application " +
    "domain site website vm box node gateway rds dynamodb sqs the our api service's fleet asg scaling microsegment redshift ecr efs fsx cidr route region edge environment workload project " +
    "iam admin user's contractor employee engineer saas third-party party third external"
  ).split(" "),
);

/** Whether a word is a name by its looks: an id, or letters with figures, hyphens, dots, or capitals inside. */
export function isNameLike(spelled: string): boolean {
  if (
    /^(?:s3|ec2|vpc|rds|e2e|24x7|24\/7|l7|b2b|non-production|nonprod|non-prod|third-party|on-call|read-only|read-write|3rd-party|\d+(?:gb|tb|x|%)?|real-time|end-to-end|on-prem|on-premises|public-facing|internet-facing|multi-az|high-availability|cross-region|inter-region|cross-az|inter-az|sd-wan|site-to-site|machine-learning|web-app|data-pipeline|e-commerce|back-end|front-end|write-only|follow-up|long-term|short-term|six-month|one-off|dr|ddos)$/i.test(
      spelled,
    )
  )
    return false;
  return /[0-9_./@:-]/.test(spelled.slice(1)) || /[a-z][A-Z]/.test(spelled);
}

/**
 * What a phrase names: a word that looks like a name where there is one (`production-backups` of `S3 production-backups bucket`), else what
 * stands before or behind the nouns that only say the kind.
 */
export function nameIn(phrase: Phrase | null): string | null {
  if (phrase === null) return null;
  const words = phrase.text.split(" ");
  const name = words.find(isNameLike);
  if (name !== undefined) return name;
  const own = words.filter((word) => !KIND_NOUNS.has(word.toLowerCase()) || /^[A-Z][a-z]/.test(word));
  const capital = own.filter((word) => /^\p{Lu}/u.test(word));
  if (capital.length > 0 && capital.length < own.length && /^\p{Lu}/u.test(own[0] ?? "")) return capital.join(" ");
  return own.length === 0
    ? phrase.text
    : own.length < words.length && own.length > 0 && isEdge(words, own)
      ? own.join(" ")
      : phrase.text;
}

/** The kind nouns stand at the edges only, so that what is left belongs together. */
function isEdge(words: readonly string[], own: readonly string[]): boolean {
  return words.join(" ").includes(own.join(" "));
}

/** A phrase as it stands, without a determiner: `production database`. A name inside stands for the whole. */
export function thingIn(phrase: Phrase | null): string | null {
  if (phrase === null) return null;
  return phrase.text.split(" ").find(isNameLike) ?? phrase.text;
}
