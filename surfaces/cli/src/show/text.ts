import { stripVTControlCharacters } from "node:util";

/**
 * INVARIANT: text that somebody else wrote reaches a terminal only through here: no escape sequences, no control characters, and
 * no marks that turn the direction of reading around.
 */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replace(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    " ",
  );
}

/** On one line, cut where it is long. */
export function oneLine(text: string, max = 200): string {
  const flat = clean(text).replace(/\s+/g, " ").trim();
  return flat.length > max ? `${flat.slice(0, max - 1)}…` : flat;
}

/** Breaks at spaces so that no line is wider than `width`. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of clean(text).split("\n")) {
    let line = "";
    for (const word of paragraph.split(/ +/)) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

export function terminalWidth(): number {
  return Math.min(Math.max(process.stdout.columns ?? 100, 60), 120);
}

/** Columns as wide as their widest cell; the last one as wide as it likes. */
export function table(rows: readonly (readonly string[])[], gap = 2): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.slice(0, -1).entries()) {
      widths[i] = Math.max(widths[i] ?? 0, stripVTControlCharacters(cell).length);
    }
  }
  return rows.map((row) =>
    row
      .map((cell, i) =>
        i === row.length - 1 ? cell : cell + " ".repeat((widths[i] ?? 0) - stripVTControlCharacters(cell).length + gap),
      )
      .join("")
      .trimEnd(),
  );
}

export function usd(amount: number | null): string {
  return amount === null
    ? "unknown"
    : `${amount.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })} USD a month`;
}

export function usdChange(amount: number | null): string {
  if (amount === null) return "not known: somebody has to look at it";
  return amount === 0 ? "no change" : `${amount > 0 ? "+" : "-"}${usd(Math.abs(amount))}`;
}

export function elapsed(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 120) return `${minutes} min ${Math.round((ms % 60_000) / 1000)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
