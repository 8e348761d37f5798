import { stemmer } from "stemmer";
import { LEXICON } from "./lexicon.ts";

/** Where a concept stands in a clause, as indices of words. */
export interface Match {
  readonly concept: string;
  readonly from: number;
  readonly to: number;
}

interface Phrase {
  readonly concept: string;
  readonly stems: readonly string[];
}

const cache = new Map<string, string>();
const CACHED = 20_000;

/** What the forms of a word have in common; short words stay whole. */
export function stemOf(word: string): string {
  if (word.length < 4 || !/^[a-z'-]+$/.test(word)) return word;
  const known = cache.get(word);
  if (known !== undefined) return known;
  const stem = IRREGULAR.get(word) ?? stemmer(word);
  if (cache.size < CACHED) cache.set(word, stem);
  return stem;
}

const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    took: "take",
    taken: "take",
    taking: "take",
    gave: "give",
    given: "give",
    giving: "give",
    grew: "grow",
    grown: "grow",
    sent: "send",
    brought: "bring",
    built: "build",
    let: "let",
    production: "production",
    productive: "productive",
    product: "product-",
    general: "general",
    generate: "generat",
    organisation: "organis",
    bought: "buy",
    went: "go",
    spent: "spend",
    sold: "sell",
    ran: "run",
    running: "run",
    universe: "universe",
    communication: "commun",
    community: "community",
    operate: "operate",
    operation: "operation",
    severed: "sever",
    several: "several-",
    author: "author-",
    proper: "proper-",
    blocker: "blocker-",
    addresses: "address",
    denied: "deni",
    policy: "polici",
    operations: "operations",
    privately: "privately",
    provider: "provider-",
    providers: "provider-",
    private: "private",
    secured: "secured",
    consultation: "consultation-",
    consultations: "consultation-",
    accessible: "accessible-",
  }),
);

const { byStem, vocabulary } = index();

function index(): { byStem: ReadonlyMap<string, readonly Phrase[]>; vocabulary: ReadonlySet<string> } {
  const phrases = new Map<string, Phrase[]>();
  const known = new Set<string>();
  for (const [concept, list] of Object.entries(LEXICON)) {
    for (const spoken of list.split("|")) {
      const words = spoken.trim().split(/\s+/);
      for (const word of words) known.add(word);
      const stems = words.map(stemOf);
      const first = stems[0] ?? "";
      const same = phrases.get(first) ?? [];
      same.push({ concept, stems });
      phrases.set(first, same);
    }
  }
  return { byStem: phrases, vocabulary: known };
}

/** Every concept that the words hold; longer phrases do not hide shorter ones. */
export function conceptsOf(words: readonly string[]): Match[] {
  const stems = words.map(stemOf);
  const found: Match[] = [];
  for (const [i, stem] of stems.entries()) {
    for (const phrase of byStem.get(stem) ?? []) {
      if (phrase.stems.every((one, n) => stems[i + n] === one)) {
        found.push({ concept: phrase.concept, from: i, to: i + phrase.stems.length });
      } else if (phrase.stems.length === 2 && PARTICLES.has(phrase.stems[1] ?? "") && isApart(stems, i, phrase)) {
        found.push({ concept: phrase.concept, from: i, to: i + 1 });
      }
    }
  }
  return found;
}

const PARTICLES = new Set(["off", "out", "down", "up", "away", "back", "over"]);
const GAP = 4;

/** `take his permissions away`: a verb whose particle stands behind its object. */
function isApart(stems: readonly string[], at: number, { stems: [, particle = ""] }: Phrase): boolean {
  const gap = stems.indexOf(particle, at + 2) - at;
  return gap > 1 && gap <= GAP;
}

/** Words that are spelled like those of the lexicon and mean something else. */
const NOT_TYPOS = new Set(
  "black clock stock spare scare stare shape shade alloy allot below posts parts sport grand plant these those there their where which while white quite quiet right eight might night light think thing things house place plane woman women could would should about other another after again early later least since still today until under every first never maybe being bring going given gives taken takes makes means needs wants works words world years month these chance change charge changes coast coasts costa hosts posted ghost paced peace price prices print point points paint state states stage stages staff stuff start store score scope ranges change angle single sample simple people meeting matter master letter latter ladder leader reader header server serve serves service services never seven sever fever vendor sender fender tender render renders mender gender review revise devise device devices advice reason season resource source sources course court count county country counter mount amount morning warning filter fiber fibre evaluate evaluated evaluation routers cancel final signal normal local loads roles notes unlock unlocks unlocked locked order orders placed plans tests texts based board broad brand build grown words".split(
    " ",
  ),
);
const byLetter: ReadonlyMap<string, readonly string[]> = Map.groupBy(vocabulary, (word) => word[0] ?? "");
const CORRECTED = 40;
const corrections = new Map<string, string>();

/** Words with slips of the keyboard mended where the lexicon leaves no doubt: `quarentine`, `firewal`, `isntance`. */
export function mended(words: readonly string[]): string[] {
  let left = CORRECTED;
  return words.map((word) => {
    if (word.length < 5 || word.length > 16 || !/^[a-z]+$/.test(word)) return word;
    if (vocabulary.has(word) || byStem.has(stemOf(word)) || NOT_TYPOS.has(word) || left === 0) return word;
    const known = corrections.get(word);
    if (known !== undefined) return known;
    left -= 1;
    const meant = nearest(word) ?? word;
    if (corrections.size < CACHED) corrections.set(word, meant);
    return meant;
  });
}

function nearest(word: string): string | null {
  const most = 1;
  let best: string | null = null;
  let bestDistance = most + 1;
  for (const known of byLetter.get(word[0] ?? "") ?? []) {
    if (known.length < 4 || Math.abs(known.length - word.length) > most) continue;
    const distance = distanceOf(word, known, most);
    if (distance < bestDistance) [best, bestDistance] = [known, distance];
    else if (distance === bestDistance && best !== null && stemOf(best) !== stemOf(known)) best = null;
  }
  return best;
}

/** Damerau–Levenshtein distance (optimal string alignment), or anything above `most` once it is more. */
export function distanceOf(a: string, b: string, most: number): number {
  let [older, previous] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((row[j - 1] ?? 0) + 1, (previous[j] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (older[j - 2] ?? 0) + 1);
      row.push(value);
    }
    if (Math.min(...row) > most) return most + 1;
    [older, previous] = [previous, row];
  }
  return previous[b.length] ?? most + 1;
}
