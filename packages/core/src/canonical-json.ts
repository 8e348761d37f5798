import { CoreError } from "./errors.ts";

/**
 * The JSON Canonicalization Scheme of RFC 8785: keys in UTF-16 order, numbers as ECMAScript prints them, no white space.
 * Properties that are `undefined` are left out, as `JSON.stringify` does. Refuses what JSON can't hold faithfully: unsafe
 * integers, non-finite numbers, lone surrogates, functions, bigints.
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$");
}

function write(value: unknown, at: string): string {
  switch (typeof value) {
    case "string":
      return writeString(value, at);
    case "number":
      return writeNumber(value, at);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `[${value.map((item, i) => write(item, `${at}[${i}]`)).join(",")}]`;
      return writeObject(value as Record<string, unknown>, at);
    default:
      throw new CoreError("canonical_unsupported", `a ${typeof value} has no JSON form`, { at });
  }
}

function writeObject(value: Record<string, unknown>, at: string): string {
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) parts.push(`${writeString(key, at)}:${write(item, `${at}.${key}`)}`);
  }
  return `{${parts.join(",")}}`;
}

function writeString(value: string, at: string): string {
  if (!value.isWellFormed()) throw new CoreError("canonical_unsupported", "a lone surrogate is not text", { at });
  return JSON.stringify(value);
}

function writeNumber(value: number, at: string): string {
  if (!Number.isFinite(value)) throw new CoreError("canonical_unsupported", `${value} is not a JSON number`, { at });
  // From 1e21 on ECMAScript writes an exponent, which nobody takes for an exact integer.
  if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) {
    throw new CoreError("canonical_unsupported", `${value} is outside the safe integers`, {
      at,
      fix: "send it as a string",
    });
  }
  return JSON.stringify(value);
}
