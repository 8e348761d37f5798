import { GB, type ParsedResult } from "chrono-node/en";
import { numberOf } from "./quantities.ts";

const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    M: "minute minutes min mins",
    H: "hour hours hr hrs h",
    D: "day days",
    W: "week weeks wk wks",
    Mo: "month months",
    Q: "quarter quarters",
    Y: "year years yr yrs",
  }).flatMap(([unit, words]) => words.split(" ").map((word) => [word, unit] as const)),
);

interface Span {
  readonly iso: string;
  readonly ms: number;
  readonly from: number;
  readonly to: number;
}

const HOUR = 3_600_000;
const LENGTHS: Readonly<Record<string, number>> = {
  M: HOUR / 60,
  H: HOUR,
  D: 24 * HOUR,
  W: 168 * HOUR,
  Mo: 730 * HOUR,
  Q: 2190 * HOUR,
  Y: 8760 * HOUR,
};

/** A length of time that begins at a word: `24 hours`, `two weeks`, `a month`, `48h`, `90-day`. */
export function spanAt(words: readonly string[], at: number): Span | null {
  const word = words[at] ?? "";
  const joined = /^(\d{1,4})-?([a-z]{1,7})$/.exec(word);
  if (joined) {
    const unit = UNITS.get(joined[2] ?? "");
    return unit === undefined || (joined[2] ?? "") === "m" ? null : spanOf(Number(joined[1]), unit, at, at + 1);
  }
  const half = word === "half" && (words[at + 1] === "a" || words[at + 1] === "an");
  const unit = UNITS.get(words[at + (half ? 2 : 1)] ?? "");
  if (unit === undefined) return null;
  if (half) return spanOf(0.5, unit, at, at + 3);
  const count = word === "a" || word === "an" || word === "one" ? 1 : word === "couple" ? 2 : numberOf(word);
  return count === null ? null : spanOf(count, unit, at, at + 2);
}

function spanOf(count: number, unit: string, from: number, to: number): Span | null {
  if (count <= 0 || count > 10_000) return null;
  const ms = count * (LENGTHS[unit] ?? 0);
  if (!Number.isInteger(count)) return { iso: `PT${Math.round(ms / 60_000)}M`, ms, from, to };
  const iso =
    unit === "M" || unit === "H"
      ? `PT${count}${unit}`
      : unit === "Q"
        ? `P${count * 3}M`
        : `P${count}${unit === "Mo" ? "M" : unit}`;
  return { iso, ms, from, to };
}

/** The first length of time behind one of these words: `for 2 hours`, `over the next 6 months`, `in the last 24 hours`. */
export function spanAfter(words: readonly string[], ...markers: readonly string[]): Span | null {
  for (const [i, word] of words.entries()) {
    if (!markers.includes(word)) continue;
    for (let at = i + 1; at <= i + 4; at += 1) {
      const span = spanAt(words, at);
      if (span !== null) return span;
      if (!BETWEEN.has(words[at] ?? "")) break;
    }
  }
  return null;
}

const BETWEEN = new Set(
  "the next last past previous coming following about around roughly only just another up to a couple of".split(" "),
);

/** A time as ISO 8601 without thousandths. */
export function instant(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Words by which a text can name a time at all: without one nothing is searched. */
const CUES =
  /\b(?:to(?:day|morrow|night)|yesterday|noon|midnight|mon|tues?|wed|thu(?:rs)?|fri|sat|sun|\w+days?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|hours?|minutes?|mins?|weeks?|months?|years?|\d{1,2}(?::\d\d)? ?[ap]m|\d{1,2}:\d\d|\d{4}-\d\d-\d\d|week-?end|morning|evening|afternoon)\b/i;
const LONGEST_CLAUSE = 400;
/** Ids, addresses and shares hold figures that are no dates. */
const NOT_TIMES =
  /[^\s]*(?:\d\.\d|\d\/\d{1,3}(?!\d)|:[a-f0-9]*:|-\d+-)[^\s]*|\b(?!\d{4}-\d\d-\d\d)[a-z]+-[a-z0-9-]+\b|\bport \d+|\d+ ?(?:%|percent|x\b)/gi;

/** Names of days that are no dates by themselves. */
const FEASTS = /\b(?:black friday|good friday|cyber monday|prime day|super sunday|ash wednesday)\b/gi;

function search(text: string, now: Date): ParsedResult[] {
  const part = text.slice(0, LONGEST_CLAUSE);
  if (!CUES.test(part)) return [];
  const masked = part
    .replace(FEASTS, (match) => "_".repeat(match.length))
    .replace(NOT_TIMES, (match) => (/^\d{4}-\d\d-\d\d/.test(match) ? match : "_".repeat(match.length)));
  return GB.parse(masked, { instant: now, timezone: 0 }, { forwardDate: true });
}

function spelled(result: ParsedResult, end: boolean): string {
  const at = end ? (result.end ?? result.start) : result.start;
  const relative = /\b(?:in|from now|within)\b|hour|minute/i.test(result.text);
  if (at.isCertain("hour") || relative) return instant(at.date());
  const day = `${at.get("year")}-${two(at.get("month"))}-${two(at.get("day"))}`;
  return at.isCertain("day") || at.isCertain("weekday") || !at.isCertain("month") ? day : day.slice(0, 7);
}

function two(value: number | null): string {
  return String(value ?? 1).padStart(2, "0");
}

/** When something shall begin: `in 3 days`, `on Friday at 6 pm`, `tomorrow`. In the text's own words where `now` is not known. */
export function startIn(text: string, now: Date | null): string | null {
  return moment(
    text,
    now,
    (before, own) =>
      !/\b(?:for|last|past|since|until|till|ago|from|through|every|per)\s+(?:the\s+|a\s+|an\s+)?$/.test(before) &&
      !/^for\b|^\d+ [a-z]+$/i.test(own) &&
      !/\bago\b|\blast\b|\bpast\b|yesterday/i.test(own),
  );
}

/** When something shall end: `until Friday`, `till 31 December`, `expires on the 5th`, or `for 24 hours` counted from now. */
export function endIn(text: string, words: readonly string[], now: Date | null): string | null {
  const span = spanAfter(words, "for", "within", "in", "after", "expires", "expiring", "temporarily");
  if (span !== null && words[span.from - 1] !== "last" && words[span.from - 1] !== "past") {
    return now === null ? words.slice(span.from, span.to).join(" ") : instant(new Date(now.getTime() + span.ms));
  }
  const ending = endOfPeriod(words, now);
  if (ending !== null) return ending;
  return moment(
    text,
    now,
    (before) =>
      /\b(?:until|till|til|through|thru|by|before|expir\w+|ends?|ending|valid|to|up to|on|for)\s+(?:the\s+|on\s+|end of\s+)*$/.test(
        before,
      ),
    true,
  );
}

function endOfPeriod(words: readonly string[], now: Date | null): string | null {
  const at = words.findIndex((word, i) => word === "end" && words[i + 1] === "of");
  if (at === -1) return null;
  const rest = words.slice(at + 2, at + 6).filter((word) => word !== "the" && word !== "this");
  const unit = rest[0] ?? "";
  if (now === null) return words.slice(at, at + 4).join(" ");
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  if (unit === "month") return day(Date.UTC(year, month + 1, 0));
  if (unit === "year") return day(Date.UTC(year, 12, 0));
  if (unit === "quarter") return day(Date.UTC(year, month - (month % 3) + 3, 0));
  if (unit === "week") return day(now.getTime() + ((7 - now.getUTCDay()) % 7) * 24 * HOUR);
  if (unit === "day" || unit === "today") return day(now.getTime());
  const named = MONTHS.indexOf(unit.slice(0, 3));
  if (named === -1) return null;
  return day(Date.UTC(named < month ? year + 1 : year, named + 1, 0));
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function moment(
  text: string,
  now: Date | null,
  fits: (before: string, own: string) => boolean,
  end = false,
): string | null {
  const reference = now ?? new Date(0);
  for (const result of search(text, reference)) {
    const before = text.slice(Math.max(0, result.index - 24), result.index).toLowerCase();
    if (!fits(before, result.text)) continue;
    return now === null ? result.text.toLowerCase() : spelled(result, end);
  }
  return null;
}

/** The time that a question is about: `P7D` for `the last 7 days`, `2026-10` for `last month`, an interval for `since Monday`. */
export function periodIn(text: string, words: readonly string[], now: Date | null): string | null {
  const span = spanAfter(
    words,
    "last",
    "past",
    "previous",
    "over",
    "within",
    "trailing",
    "recent",
    "in",
    "during",
    "for",
  );
  if (
    span !== null &&
    words[span.from - 1] !== "this" &&
    /\b(?:last|past|previous|trailing|recent|over|within|during)\b/.test(
      ` ${words.slice(Math.max(0, span.from - 4), span.from).join(" ")} `,
    )
  )
    return span.iso;
  const calendar = calendarPeriod(words, now);
  if (calendar !== null) return calendar;
  if (!MONTH.test(text) && !/\b(?:since|yesterday|today|on|between|during|at|around|from|for|of|in)\b/i.test(text))
    return null;
  const [found] = search(text, now ?? new Date(0)).filter(({ text: own }) => !/\bin \d|from now|tomorrow/i.test(own));
  if (found === undefined) return null;
  if (now === null) return found.text.toLowerCase();
  const since = /\bsince\s+(?:the\s+)?$/i.test(text.slice(0, found.index));
  if (since) return `${spelled(found, false)}/${instant(now)}`;
  return found.end ? `${spelled(found, false)}/${spelled(found, true)}` : backInTime(found, now);
}

const MONTH = /\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/i;

/** `for October` asked in November is the October that was. */
function backInTime(found: ParsedResult, now: Date): string {
  const text = spelled(found, false);
  if (found.start.isCertain("year") || found.start.date() <= now) return text;
  return /^\d{4}-\d\d/.test(text) ? `${Number(text.slice(0, 4)) - 1}${text.slice(4)}` : text;
}

function calendarPeriod(words: readonly string[], now: Date | null): string | null {
  for (const [i, word] of words.entries()) {
    const which = WHICH[word];
    const unit = UNITS.get(words[i + 1] ?? "");
    if (which !== undefined && unit !== undefined && unit.length < 3) {
      return now === null ? `${word} ${words[i + 1]}` : shifted(now, unit, which);
    }
    const quarter = /^q([1-4])$/.exec(word);
    if (quarter) {
      const year = /^(?:19|20)\d\d$/.test(words[i + 1] ?? "") ? Number(words[i + 1]) : (now?.getUTCFullYear() ?? null);
      return year === null ? word : quarterOf(year, Number(quarter[1]) - 1);
    }
    if (now !== null && (word === "ytd" || (word === "year" && words[i + 1] === "to" && words[i + 2] === "date")))
      return `${now.getUTCFullYear()}-01-01/${day(now.getTime())}`;
    if (word === "monthly" || word === "weekly" || word === "quarterly" || word === "yearly" || word === "annual")
      continue;
    if (/^20[2-4]\d$/.test(word) && (words[i - 1] === "in" || words[i - 1] === "for" || words[i - 1] === "of"))
      return word;
  }
  return null;
}

const WHICH: Readonly<Record<string, number>> = { this: 0, current: 0, last: -1, previous: -1, past: -1, next: 1 };

function shifted(now: Date, unit: string, by: number): string | null {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  switch (unit) {
    case "Mo":
      return day(Date.UTC(year, month + by, 1)).slice(0, 7);
    case "Y":
      return String(year + by);
    case "Q": {
      const quarter = Math.floor(month / 3) + by;
      return quarterOf(year + Math.floor(quarter / 4), ((quarter % 4) + 4) % 4);
    }
    case "W": {
      const monday = now.getTime() - ((now.getUTCDay() + 6) % 7) * 24 * HOUR + by * 168 * HOUR;
      return `${day(monday)}/${day(monday + 6 * 24 * HOUR)}`;
    }
    case "D":
      return by === -1 ? "P1D" : day(now.getTime() + by * 24 * HOUR);
    case "H":
      return by === -1 ? "PT1H" : null;
    default:
      return null;
  }
}

function quarterOf(year: number, quarter: number): string {
  return `${day(Date.UTC(year, quarter * 3, 1))}/${day(Date.UTC(year, quarter * 3 + 3, 0))}`;
}
