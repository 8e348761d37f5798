const NEW_LINE = 10;
const WHITE_SPACE: ReadonlySet<number> = new Set([9, 10, 13, 32]);
const OPEN = "{".charCodeAt(0);
const CLOSE = "}".charCodeAt(0);

/** Whether a body is one event a line: it says so, or its first line is an object and another one follows. */
export function isLines(body: Uint8Array, contentType: string | undefined): boolean {
  if (/^application\/(?:x-ndjson|ndjson|jsonl|x-jsonlines)\b/i.test(contentType ?? "")) return true;
  const end = body.indexOf(NEW_LINE);
  if (end === -1) return false;
  const first = trimmed(body.subarray(0, end));
  const next = trimmed(body.subarray(end));
  return first[0] === OPEN && first.at(-1) === CLOSE && next[0] === OPEN && isObject(first);
}

/** The lines that hold something. */
export function linesOf(body: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf(NEW_LINE, from);
    const line = trimmed(body.subarray(from, end === -1 ? body.length : end));
    if (line.length > 0) lines.push(line);
    from = end === -1 ? body.length : end + 1;
  }
  return lines;
}

function trimmed(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (from < to && WHITE_SPACE.has(bytes[from] ?? 0)) from += 1;
  while (to > from && WHITE_SPACE.has(bytes[to - 1] ?? 0)) to -= 1;
  return bytes.subarray(from, to);
}

/** A document that stands on several lines can begin with one that looks whole. */
function isObject(line: Uint8Array): boolean {
  try {
    JSON.parse(Buffer.from(line).toString("utf8"));
    return true;
  } catch {
    return false;
  }
}
