import { type Estate, isKnown, segmentNames } from "@trias/estate";

/** Segments that the words name, in either spelling: `prod-api`, `prodapi`, `prod api`. */
export function namedSegments(words: readonly string[], estate: Estate): string[] {
  if (!isKnown(estate, "core_networks")) return [];
  const names = segmentNames(estate);
  const found = new Set<string>();
  words.forEach((word, i) => {
    for (const length of [1, 2, 3]) {
      const spelled = words.slice(i, i + length);
      if (spelled.length < length) continue;
      const segment = /^[a-z]/.test(word) ? names.resolve(spelled.join("-")) : null;
      if (segment !== null && !isOnlyAWord(segment.estate, words, i)) found.add(segment.estate);
    }
  });
  return [...found];
}

/** `security` is a segment and a plain word: it names the segment only beside the word `segment`. */
function isOnlyAWord(name: string, words: readonly string[], at: number): boolean {
  if (name.includes("-")) return false;
  const beside = [words[at - 1], words[at + 1]];
  return !beside.includes("segment") && !beside.includes("segments");
}
