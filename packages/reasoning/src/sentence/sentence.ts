import { type Estate, isKnown, segmentNames } from "@trias/estate";
import { plainText, skeleton } from "./characters.ts";
import { conceptsOf, type Match, mended } from "./concepts.ts";
import { domainOf, type Kind, kindOf, rangeOf } from "./entities.ts";
import { regionAt } from "./regions.ts";
import { type SegmentMention, segmentMentions } from "./segments.ts";

/** The longest sentence that is read: longer text is no request but a document. */
export const LONGEST = 4000;

export interface RegionMention {
  readonly region: string;
  readonly from: number;
  readonly to: number;
}

/** A sentence taken apart once: words and the things that they can name. Everything in it is untrusted text. */
export interface Sentence {
  readonly text: string;
  /** Lower-case words without the punctuation around them; ids and addresses stay whole. */
  readonly words: readonly string[];
  /** The same words as they are spelled. */
  readonly spelled: readonly string[];
  /** Words behind which a comma or another mark stands. */
  readonly stops: readonly boolean[];
  /** ` word word word `: for phrases, so that `block` does not match in `blocked`. */
  readonly line: string;
  readonly kinds: readonly (Kind | null)[];
  readonly concepts: readonly Match[];
  readonly instances: readonly string[];
  readonly cases: readonly string[];
  /** Addresses and ranges in CIDR form, in order. */
  readonly ranges: readonly string[];
  readonly domains: readonly string[];
  readonly regionMentions: readonly RegionMention[];
  readonly regions: readonly string[];
  readonly segmentMentions: readonly SegmentMention[];
  /** Estate names of segments that exist. */
  readonly segments: readonly string[];
}

export function readSentence(text: string, estate: Estate): Sentence {
  const tokens = tokensOf(text);
  const spelled = tokens.map(({ spelled: word }) => word);
  const low = spelled.map((word) => word.toLowerCase());
  const kinds = low.map(kindOf);
  const corrected = mended(low);
  const words = low.map((word, i) => (kinds[i] === null ? (corrected[i] ?? word) : word));
  const regionMentions = regionsIn(words);
  const mentions = segmentMentions(words, spelled, estate);
  const ofKind = (kind: Kind): string[] => words.filter((_, i) => kinds[i] === kind);
  return {
    text,
    words,
    spelled,
    stops: tokens.map(({ stop }) => stop),
    line: ` ${words.join(" ")} `,
    kinds,
    concepts: conceptsOf(words),
    instances: unique(ofKind("instance")),
    cases: unique(ofKind("case").map((word) => word.toUpperCase())),
    ranges: unique(ofKind("range").map((word) => rangeOf(word) ?? word)),
    domains: unique(ofKind("domain").map((word) => domainOf(word) ?? word)),
    regionMentions,
    regions: unique(regionMentions.map(({ region }) => region)),
    segmentMentions: mentions,
    segments: unique(mentions.map(({ name }) => name)),
  };
}

function unique(found: readonly string[]): string[] {
  return [...new Set(found)];
}

interface Token {
  readonly spelled: string;
  readonly stop: boolean;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const piece of plainText(text).split(/\s+/)) {
    for (const part of apart(piece)) {
      const word = bare(part);
      const stop = /[,;:)\]]["'`]?$|[.!?…]["'`]?$/.test(part);
      if (word !== "") tokens.push({ spelled: word, stop });
      else if (tokens.length > 0 && /^[,;:()-]+$/.test(part)) tokens.push({ ...(tokens.pop() as Token), stop: true });
    }
  }
  return tokens;
}

/** `50%`, `prod-api/prod-data` and `us-east-1,us-west-2` hold more than one word. */
function apart(piece: string): string[] {
  if (/^[^/]*\d,\d{3}\b/.test(piece)) return [piece.replaceAll(/(?<=\d),(?=\d{3}\b)/g, "")];
  if (/^[\w.:/*-]+(?:,[\w.:/*-]+)+,?$/.test(piece)) return piece.split(/(?<=,)/);
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)+\/[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/i.test(piece)) return piece.split("/");
  if (/->|→|=>/.test(piece)) return piece.split(/(?:->|→|=>)/).flatMap((part, i) => (i > 0 ? ["to", part] : [part]));
  return [piece];
}

const EDGES = new Set("\"'`“”‘’«»()[]{}<>,;!?*_~");
/** Full stops and colons end a word, but `::/0` begins with colons. */
const ENDS = new Set([...EDGES, ".", ":", "…"]);

/** A word without the punctuation around it, and without a possessive `s`. */
export function bare(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && EDGES.has(word[start] ?? "") && !word.startsWith("*.", start)) start += 1;
  while (end > start && ENDS.has(word[end - 1] ?? "") && !word.slice(start, end).endsWith("::")) end -= 1;
  const inside = word.slice(start, end);
  if (/^[@#][a-z]/i.test(inside)) return inside.slice(1);
  return /^[-–—/|&+]$/.test(inside) ? (inside === "&" ? "and" : "") : inside.replace(/(?<=\w)'s$/i, "");
}

function regionsIn(words: readonly string[]): RegionMention[] {
  const found: RegionMention[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const here = regionAt(words, at);
    if (here === null) continue;
    found.push({ region: here.region, from: at, to: at + here.length });
    at += here.length - 1;
  }
  return found;
}

/** Whether any of the words or phrases stands in the sentence, as whole words. */
export function says({ line }: Pick<Sentence, "line">, ...phrases: readonly string[]): boolean {
  return phrases.some((phrase) => line.includes(` ${phrase} `));
}

/** Whether the clause holds any of these concepts. */
export function means({ concepts }: Pick<Sentence, "concepts">, ...wanted: readonly string[]): boolean {
  return concepts.some(({ concept }) => wanted.includes(concept));
}

/** Segments of the estate that a word looks like and is not: `prоd-api` with a Cyrillic letter. */
export function lookAlikes(
  { words, segments, spelled }: Sentence,
  estate: Estate,
): { written: string; like: string }[] {
  if (!isKnown(estate, "core_networks")) return [];
  const all = segmentNames(estate).all.map(({ estate: name }) => name);
  const known = new Map(all.filter((name) => name.includes("-")).map((name) => [skeleton(name), name]));
  return words.flatMap((word, i) => {
    const like = known.get(skeleton(word));
    return like === undefined || segments.includes(like) || all.includes(word)
      ? []
      : [{ written: spelled[i] ?? word, like }];
  });
}
