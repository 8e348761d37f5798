import type { Match } from "../sentence/concepts.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { portsOf } from "../sentence/services.ts";

/**
 * What speaks for a type of intent, as a weight and terms that must all hold (`~` before a term looks at the whole text):
 * `create` a concept, `a|b` either, `-a` not, `create>SEGMENT` the verb with its object, `@range` an entity (`@segment2` two of
 * them), `"how much` words as they stand.
 */
export interface Cue {
  readonly weight: number;
  readonly terms: readonly Term[];
}

type Term = (clause: Sentence, whole: Sentence) => boolean;

export function cue(text: string): Cue {
  const [weight = "0", ...terms] = text.match(/-?~?"[^"]+"|\S+/g) ?? [];
  return { weight: Number(weight), terms: terms.map(term) };
}

function term(text: string): Term {
  if (text.startsWith("-")) {
    const inner = term(text.slice(1));
    return (clause, whole) => !inner(clause, whole);
  }
  if (text.startsWith("~")) {
    const inner = term(text.slice(1));
    return (_, whole) => inner(whole, whole);
  }
  if (text.startsWith('"')) {
    const phrases = text.slice(1, -1).split("|");
    return (clause) => says(clause, ...phrases);
  }
  if (text.includes(">")) {
    const [verbs = "", things = ""] = text.split(">");
    return (clause) => isObject(clause, verbs.split("|"), things.split("|"));
  }
  const alternatives = text.split("|");
  return (clause) =>
    alternatives.some((one) =>
      one.startsWith("@") ? entity(clause, one) : clause.concepts.some(({ concept }) => concept === one),
    );
}

function entity(clause: Sentence, name: string): boolean {
  switch (name) {
    case "@range":
      return clause.ranges.length > 0;
    case "@domain":
      return clause.domains.length > 0;
    case "@segment":
      return clause.segments.length > 0;
    case "@segment2":
      return clause.segments.length > 1;
    case "@region":
      return clause.regions.length > 0;
    case "@port":
      return portsOf(clause.words).length > 0;
    case "@company":
      return clause.spelled.some(
        (word, i) =>
          (/^\p{Lu}?\p{Ll}+\p{Lu}\p{L}+$/u.test(word) && !PRODUCTS.test(word)) ||
          (/^\p{Lu}/u.test(word) && COMPANIES.test(clause.words[i + 1] ?? "")),
      );
    case "@region2":
      return clause.regions.length > 1;
    default:
      return clause.kinds.some((kind) => `@${kind}` === name);
  }
}

const PRODUCTS =
  /^(?:GitHub|GitLab|GuardDuty|Cloud(?:Trail|Front|Watch|Formation|WAN)|Private[Ll]ink|MySQL|PostgreSQL|DynamoDB|OpenVPN|IPv[46]|MacBook|PagerDuty|SageMaker|YouTube|LinkedIn|JavaScript)$/;
/** What the names of companies end in. */
const COMPANIES =
  /^(?:inc|ltd|llc|corp|gmbh|ag|plc|co|systems|labs|consulting|partners|solutions|technologies|analytics|logistics|software|group|security|data|cloud|networks|services|industries|capital|payments|bank)$/;

/** Whether a thing is what a verb is about: the first thing behind it, or the last one before it in the passive. */
function isObject({ concepts }: Sentence, verbs: readonly string[], things: readonly string[]): boolean {
  const wanted = concepts.filter(({ concept }) => things.includes(concept));
  return wanted.some((thing) =>
    concepts.some(
      (verb) =>
        verbs.includes(verb.concept) &&
        !overlap(verb, thing) &&
        !concepts.some((other) => isThing(other) && !things.includes(other.concept) && liesBetween(verb, thing, other)),
    ),
  );
}

/** Things that stand between a verb and another thing take its place as the object. */
const OBJECTS = new Set(
  "SEGMENT RULE ROUTE ATTACHMENT VPC VPN TGW DXGW ADDRESS INSTANCE REPORT ZONE COST PRIVATE".split(" "),
);

function isThing({ concept }: Match): boolean {
  return OBJECTS.has(concept);
}

function overlap(a: Match, b: Match): boolean {
  return a.from < b.to && b.from < a.to;
}

function liesBetween(verb: Match, thing: Match, other: Match): boolean {
  if (overlap(other, thing)) return false;
  return verb.to <= thing.from
    ? other.from >= verb.to && other.to <= thing.from
    : other.from >= thing.to && other.to <= verb.from;
}

export function scoreOf(clause: Sentence, whole: Sentence, cues: readonly Cue[]): number {
  return cues.reduce(
    (best, { weight, terms }) => (weight > best && terms.every((holds) => holds(clause, whole)) ? weight : best),
    0,
  );
}
