import { type Sentence, says } from "./sentence.ts";

const NUMBERS: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
  hundred: 100,
};
const FACTOR_WORDS: Readonly<Record<string, number>> = {
  double: 2,
  doubles: 2,
  doubled: 2,
  doubling: 2,
  twice: 2,
  twofold: 2,
  triple: 3,
  triples: 3,
  tripled: 3,
  tripling: 3,
  thrice: 3,
  treble: 3,
  threefold: 3,
  quadruple: 4,
  quadruples: 4,
  quadrupled: 4,
  tenfold: 10,
  halve: 0.5,
  halves: 0.5,
  halved: 0.5,
  halving: 0.5,
};
const LESS = [
  "decrease",
  "reduce",
  "shrink",
  "lower",
  "cut",
  "less",
  "fewer",
  "down",
  "drops",
  "falls",
  "remove",
  "shed",
  "scale in",
];

/** A plain number of at most nine digits, in figures or a small number in words. */
export function numberOf(word: string | undefined): number | null {
  if (word === undefined) return null;
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(word)) return Number(word);
  return Object.hasOwn(NUMBERS, word) ? (NUMBERS[word] ?? null) : null;
}

/** Whether the sentence speaks of less rather than more. */
export function speaksOfLess(sentence: Sentence): boolean {
  return says(sentence, ...LESS);
}

/** The factor that a sentence gives: 10 for `10x`, 2 for `doubles`, 1.5 for `by 50%`; null where it gives none. */
export function factorOf(sentence: Sentence): number | null {
  const { words } = sentence;
  for (const [i, word] of words.entries()) {
    const times = timesOf(word, words[i + 1]);
    if (times !== null && times > 0) return times;
    if (Object.hasOwn(FACTOR_WORDS, word)) return FACTOR_WORDS[word] ?? null;
    const share = percentOf(word, words[i + 1]);
    if (share !== null) return relative(share, sentence, words[i - 1]);
  }
  return says(sentence, "by half", "in half") ? relative(0.5, sentence, "by") : null;
}

function timesOf(word: string, next: string | undefined): number | null {
  if (/^\d{1,4}(?:\.\d{1,3})?[x×]$/.test(word)) return Number(word.slice(0, -1));
  if (/^[x×]\d{1,4}$/.test(word)) return Number(word.slice(1));
  if (next === "x" || next === "×" || next === "times" || next === "fold") return numberOf(word);
  return null;
}

/** A share of one from `50%`, `50 %` or `50 percent`. */
export function percentOf(word: string, next: string | undefined): number | null {
  const digits = /^(\d{1,4}(?:\.\d{1,3})?)(%?)$/.exec(word);
  if (digits === null || (digits[2] !== "%" && next !== "%" && next !== "percent")) return null;
  return Number(digits[1]) / 100;
}

/** `by 50%` is on top of or off what there is; `to 150%` is of it. */
function relative(share: number, sentence: Sentence, before: string | undefined): number | null {
  const factor = before === "to" ? share : speaksOfLess(sentence) ? 1 - share : 1 + share;
  return factor > 0 ? Math.round(factor * 1e6) / 1e6 : null;
}

const UNITS = new Set([
  "instance",
  "instances",
  "node",
  "nodes",
  "server",
  "servers",
  "machine",
  "machines",
  "vm",
  "vms",
  "host",
  "hosts",
  "replicas",
  "more",
  "additional",
  "extra",
  "fewer",
  "less",
  "gpu",
  "ec2",
  "workers",
]);

/** The size that a sentence asks for: 92 for `to 92 instances`, `+46` for `by 46` or `46 more`, `-4` for `remove 4 instances`. */
export function amountOf(sentence: Sentence): number | string | null {
  const { words } = sentence;
  const counts = words.flatMap((word, i) => {
    const count = /^\d{1,5}$/.test(word) || Object.hasOwn(NUMBERS, word) ? numberOf(word) : null;
    const next = words[i + 1];
    const isOther = next === "%" || next === "percent" || next === "x" || next === "times" || isTimeUnit(next);
    return count === null || isOther ? [] : [{ count, before: words[i - 1], next }];
  });
  const absolute = counts.findLast(({ before }) => before === "to" || before === "at" || before === "=");
  if (absolute) return absolute.count;
  const step = counts.find(({ before, next }) => before === "by" || UNITS.has(next ?? ""));
  if (step === undefined || step.count === 0) return null;
  const sign = speaksOfLess(sentence) ? "-" : "+";
  const isStep = step.before === "by" || isMore(sentence, step.next);
  return isStep ? `${sign}${step.count}` : step.count;
}

function isMore(sentence: Sentence, next: string | undefined): boolean {
  return (
    ["more", "additional", "extra", "fewer", "less"].includes(next ?? "") || says(sentence, "add", "remove", "shed")
  );
}

const TIME_UNITS = new Set(["minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months"]);

function isTimeUnit(word: string | undefined): boolean {
  return TIME_UNITS.has(word ?? "");
}

/** When it shall begin, in the sentence's own words: `in 3 days`, `tomorrow`; null where it does not say. */
export function startOf({ words }: Sentence): string | null {
  for (const [i, word] of words.entries()) {
    if (word === "in" && numberOf(words[i + 1]) !== null && isTimeUnit(words[i + 2]))
      return words.slice(i, i + 3).join(" ");
    if (word === "tomorrow" || word === "tonight") return word;
    if (
      word === "next" &&
      /^(?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/.test(words[i + 1] ?? "")
    ) {
      return `next ${words[i + 1]}`;
    }
  }
  return null;
}

/** How long, in the sentence's own words: `2 hours` of `for 2 hours`. */
export function durationOf({ words }: Sentence): string | null {
  const at = words.findIndex(
    (word, i) => word === "for" && numberOf(words[i + 1]) !== null && isTimeUnit(words[i + 2]),
  );
  return at === -1 ? null : `${words[at + 1]} ${words[at + 2]}`;
}

/** 443 of `port 443` or `tcp/443`. */
export function portOf({ words }: Pick<Sentence, "words">): number | null {
  const at = words.findIndex((word) => word === "port" || word === "ports");
  const spoken = words[at + 1] ?? "";
  if (at !== -1 && /^\d{1,5}$/.test(spoken) && Number(spoken) <= 65_535) return Number(spoken);
  const joined = words.find((word) => /^(?:tcp|udp)\/\d{1,5}$/.test(word));
  const port = joined === undefined ? Number.NaN : Number(joined.slice(4));
  return port <= 65_535 ? port : null;
}
