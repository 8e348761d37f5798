import { type Estate, tryParseCidr } from "@trias/estate";
import { namedSegments } from "./segments.ts";

/** The longest sentence that is read: longer text is no request but a document. */
export const LONGEST = 4000;

/** A sentence taken apart once: words and the things that they can name. Everything in it is untrusted text. */
export interface Sentence {
  readonly text: string;
  /** Lower-case words without the punctuation around them; ids and addresses stay whole. */
  readonly words: readonly string[];
  /** ` word word word `: for phrases, so that `block` does not match in `blocked`. */
  readonly line: string;
  readonly instances: readonly string[];
  readonly cases: readonly string[];
  /** Addresses and ranges in CIDR form, in order. */
  readonly ranges: readonly string[];
  readonly domains: readonly string[];
  readonly regions: readonly string[];
  /** Estate names of segments that exist. */
  readonly segments: readonly string[];
}

export function readSentence(text: string, estate: Estate): Sentence {
  const words = wordsOf(text);
  const unique = (found: readonly string[]): string[] => [...new Set(found)];
  return {
    text,
    words,
    line: ` ${words.join(" ")} `,
    instances: unique(words.filter((word) => /^i-[0-9a-f]{8,17}$/.test(word))),
    cases: unique(words.map((word) => word.toUpperCase()).filter((word) => /^C-[0-9A-HJKMNP-TV-Z]{12}$/.test(word))),
    ranges: unique(words.map(rangeOf).filter((range) => range !== null)),
    domains: unique(words.filter(isDomain)),
    regions: unique(words.filter((word) => /^[a-z]{2}-(?:gov-)?[a-z]{4,9}-\d$/.test(word))),
    segments: namedSegments(words, estate),
  };
}

const EDGES = new Set("\"'`“”‘’«»()[]{}<>,;!?");
/** Full stops and colons end a word, but `::/0` begins with colons. */
const ENDS = new Set([...EDGES, ".", ":", "…"]);

function wordsOf(text: string): string[] {
  const spelled = text.normalize("NFKC").toLowerCase().replaceAll("’", "'").replaceAll(/[–—]/g, " ");
  return spelled
    .split(/\s/)
    .map(bare)
    .filter((word) => word !== "");
}

/** A word without the punctuation around it, and without a possessive `s`. */
export function bare(word: string): string {
  let start = 0;
  let end = word.length;
  while (start < end && EDGES.has(word[start] ?? "")) start += 1;
  while (end > start && ENDS.has(word[end - 1] ?? "") && !word.slice(start, end).endsWith("::")) end -= 1;
  const inside = word.slice(start, end);
  return inside.endsWith("'s") ? inside.slice(0, -2) : inside;
}

/** The CIDR form of an address or a range, or null for any other word. */
function rangeOf(word: string): string | null {
  return /^[0-9a-f]*[.:]/.test(word) ? (tryParseCidr(word, { hostBits: "clear" })?.text ?? null) : null;
}

function isDomain(word: string): boolean {
  if (word.length > 253 || tryParseCidr(word) !== null || word.includes("/")) return false;
  const labels = word.split(".");
  const top = labels.at(-1) ?? "";
  return (
    labels.length > 1 && /^[a-z]{2,24}$/.test(top) && labels.every((label) => /^[a-z0-9*](?:[a-z0-9-]*)$/.test(label))
  );
}

/** Whether any of the words or phrases stands in the sentence, as whole words. */
export function says({ line }: Pick<Sentence, "line">, ...phrases: readonly string[]): boolean {
  return phrases.some((phrase) => line.includes(` ${phrase} `));
}
