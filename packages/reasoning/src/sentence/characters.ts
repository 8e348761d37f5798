/** Letters of other scripts that look like Latin ones, after compatibility forms (fullwidth, ligatures, mathematical) are undone. */
const LOOK_ALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "аαɑ",
    b: "ЬᏏ",
    c: "сϲⅽ",
    d: "ԁɗ",
    e: "еєҽεе",
    g: "ɡց",
    h: "һհ",
    i: "іιıɩ",
    j: "јϳ",
    k: "кκ",
    l: "ӏɭ",
    m: "м",
    n: "ոпη",
    o: "оοօσ",
    p: "рρ",
    q: "ԛ",
    r: "гᴦ",
    s: "ѕʂ",
    t: "тτ",
    u: "υսц",
    v: "νѵ",
    w: "ѡωԝ",
    x: "хχ",
    y: "уγү",
    z: "ʐ",
  }).flatMap(([latin, others]) => [...others].map((other) => [other, latin] as const)),
);

/** Characters that show nothing, or turn the direction of what follows; tabs and line ends are neither. */
const INVISIBLE = /(?![\t\n\r])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/** Text as people type it: one form for each character, plain quotes and dashes, nothing invisible. */
export function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(INVISIBLE, "")
    .replaceAll(/[’‘ʼ´]/g, "'")
    .replaceAll(/[“”„«»]/g, '"')
    .replaceAll(/[‐‑‒]/g, "-")
    .replaceAll(/\s*[–—]\s*| -{1,2} /g, " , ");
}

/** Whether the text holds characters that hide or reorder what a person sees. */
export function hidesText(text: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069\u200b\u2060\u{e0000}-\u{e0fff}]/u.test(text);
}

/** What a word looks like: `prоd-api` with a Cyrillic о gives `prod-api`, `pr0d-ap1` gives `prod-apl`. */
export function skeleton(word: string): string {
  return [...word.toLowerCase()].map((letter) => DIGITS.get(letter) ?? LOOK_ALIKES.get(letter) ?? letter).join("");
}

const DIGITS: ReadonlyMap<string, string> = new Map([
  ["0", "o"],
  ["1", "l"],
  ["i", "l"],
  ["5", "s"],
  ["|", "l"],
]);

/** A word with Latin letters for those of other scripts that look like them. */
export function latin(word: string): string {
  return [...word.toLowerCase()].map((letter) => LOOK_ALIKES.get(letter) ?? letter).join("");
}

/** Whether most letters are of a script that English does not use. */
export function isForeignScript(text: string): boolean {
  const letters = [...text].filter((letter) => /\p{L}/u.test(letter));
  const foreign = letters.filter((letter) => !/\p{Script=Latin}/u.test(letter));
  return letters.length > 0 && foreign.length * 2 > letters.length;
}

/** The text without what it quotes at some length: another's words are no request of whoever repeats them. */
export function withoutQuotations(text: string): string {
  return text.replaceAll(/(["`])([^"`\n]{1,400})\1/g, (whole, _mark, inside: string) =>
    inside.trim().split(/\s+/).length > 2 ? '"quotation"' : whole,
  );
}
