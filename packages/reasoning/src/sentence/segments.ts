import { type Estate, isKnown, segmentNames } from "@trias/estate";

export interface SegmentMention {
  /** Its name in the estate. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Where the words name a segment of the estate, in either spelling: `prod-api`, `prodapi`, `prod api`, `Production API`. */
export function segmentMentions(
  words: readonly string[],
  spelled: readonly string[],
  estate: Estate,
): readonly SegmentMention[] {
  if (!isKnown(estate, "core_networks")) return [];
  const names = segmentNames(estate);
  const found: SegmentMention[] = [];
  const firsts = new Set(
    names.all.flatMap(({ estate: name, policy }) => [name, policy.toLowerCase(), name.split("-")[0] ?? name]),
  );
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!firsts.has(word) && !firsts.has(short(word)) && !word.includes("-")) continue;
    for (const length of [3, 2, 1]) {
      const spoken = words.slice(at, at + length);
      if (spoken.length < length || !/^[a-z]/.test(spoken[0] ?? "")) continue;
      const segment = names.resolve(spoken.join("-")) ?? names.resolve(spoken.map(short).join("-"));
      if (segment === null || (length === 1 && isOnlyAWord(segment.estate, words, spelled, at))) continue;
      found.push({ name: segment.estate, from: at, to: at + length });
      at += length - 1;
      break;
    }
  }
  return found;
}

const SHORT: Readonly<Record<string, string>> = {
  production: "prod",
  development: "dev",
  "non-production": "nonprod",
  "non-prod": "nonprod",
  vendor: "vendors",
  partner: "partners",
  testing: "test",
  stage: "staging",
};

function short(word: string): string {
  return SHORT[word] ?? word;
}

const BEFORE = new Set(["to", "into", "in", "from", "with", "between", "and", "onto", "out", "inside", "within"]);
const AFTER = new Set(["segment", "segments"]);

const SEGMENTS_BEFORE = /^(?:prod|nonprod|shared|b2b)-|^segments?$/;
const SEGMENTS_AFTER = /^(?:prod|nonprod|shared|b2b)-|segments?$/;

/** `security` is a segment and a plain word: it names the segment only beside the word `segment`, or alone where a place is named. */
function isOnlyAWord(name: string, words: readonly string[], spelled: readonly string[], at: number): boolean {
  if (name.includes("-")) return false;
  const [before, after] = [words[at - 1] ?? "", words[at + 1] ?? ""];
  if (AFTER.has(before) || AFTER.has(after)) return false;
  if (/[`"']/.test(spelled[at] ?? "")) return false;
  if (
    before === "and" &&
    /^(?:should|must|need|needs|to|can|shall|want|are|have)$/.test(after) &&
    SEGMENTS_BEFORE.test(words[at - 2] ?? "")
  )
    return false;
  if (after === "and" && SEGMENTS_AFTER.test(words.slice(at + 2, at + 4).join(" "))) return false;
  return !BEFORE.has(before) || !(after === "" || BEFORE.has(after) || after === "please" || after === "for");
}
