import { bare, type Sentence } from "./sentence.ts";

/** Words that are never the name of something themselves. */
const FILLERS = new Set(
  "a an the our my your their this that these those all any new vendor partner supplier user account service role s3 bucket access to for from of in with and please securely temporarily".split(
    " ",
  ),
);

/**
 * The first name behind one of these words, spelled as the sentence spells it: `DataVault` of `access for the vendor DataVault`.
 * Null where only plain words follow.
 */
export function nameAfter({ text }: Sentence, ...markers: readonly string[]): string | null {
  const words = spelledWords(text);
  for (const [i, word] of words.entries()) {
    if (!markers.includes(word.toLowerCase())) continue;
    const name = words.slice(i + 1, i + 5).find((next) => !FILLERS.has(next.toLowerCase()));
    if (name !== undefined && isName(name)) return name;
  }
  return null;
}

/** The name right before one of these words: `DataVault` of `DataVault needs access`, `production-backups` of `… bucket`. */
export function nameBefore({ text }: Sentence, ...markers: readonly string[]): string | null {
  const words = spelledWords(text);
  for (const [i, word] of words.entries()) {
    const name = words[i - 1];
    if (markers.includes(word.toLowerCase()) && name !== undefined && !FILLERS.has(name.toLowerCase()) && isName(name))
      return name;
  }
  return null;
}

function spelledWords(text: string): string[] {
  return text
    .split(/\s/)
    .map(bare)
    .filter((word) => word !== "");
}

function isName(word: string): boolean {
  return /^[\p{L}\p{N}][\p{L}\p{N}._@/-]{1,99}$/u.test(word);
}
