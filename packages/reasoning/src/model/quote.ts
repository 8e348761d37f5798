import { digestBytes, utf8 } from "@trias/core";

/** Characters that could forge a line, act on a terminal, hide, or turn the order of text round. */
const HIDDEN =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** At most `max` UTF-16 units of it, without what can't be seen. */
export function visible(text: string, max: number): string {
  const clean = text.toWellFormed().replaceAll(HIDDEN, " ");
  return clean.length <= max ? clean : `${clean.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * Somebody's text between two marks. INVARIANT (I10): the marks carry the text's own digest, so that no text can hold the line that ends it:
 * it would have to contain its own SHA-256.
 */
export function quoted(what: string, text: string, max: number): string {
  const shown = visible(text, max);
  const code = digestBytes(utf8(shown)).slice(-24);
  return `===== ${what}, from here ${code}\n${shown}\n===== ${what}, to here ${code}`;
}

/** The longest that a person is shown of a model. */
const LONGEST_SHOWN = 700;

/** On one line, without what can't be seen. */
function shownOf(text: string): string {
  return visible(text, text.length + 1)
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST_SHOWN)
    .toWellFormed();
}

/** What a model wrote, as people see it: bounded, marked as a model's, and without a link that one could follow. */
export function modelText(name: string, text: string): string {
  const plain = shownOf(text).replaceAll("`", "'").replaceAll("://", "[:]//");
  return `text of a model (${visible(name, 80)}), which decides nothing: \`${plain}\``;
}
