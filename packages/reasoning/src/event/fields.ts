import { parseStrictJson } from "@trias/core";

/** A JSON object whose fields may be spelled in camelCase, as events carry them, or in PascalCase, as the API answers. */
export type Fields = Readonly<Record<string, unknown>>;

export function asFields(value: unknown): Fields | null {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

/**
 * The field of that camelCase name, in either spelling. INVARIANT: where both stand in one object the field counts as absent,
 * or two readers could take two values.
 */
export function field(of: unknown, name: string): unknown {
  const fields = asFields(of);
  if (fields === null) return undefined;
  const pascal = `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`;
  const camelHas = Object.hasOwn(fields, name);
  const pascalHas = Object.hasOwn(fields, pascal);
  if (camelHas === pascalHas) return undefined;
  return camelHas ? fields[name] : fields[pascal];
}

export function path(of: unknown, ...names: readonly string[]): unknown {
  let value = of;
  for (const name of names) value = field(value, name);
  return value;
}

/** Text of at most `longest` characters without control characters, or null. */
export function text(value: unknown, longest: number): string | null {
  if (typeof value !== "string") return null;
  const clean = value.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, " ").trim();
  return clean === "" || !clean.isWellFormed() ? null : clean.slice(0, longest);
}

export function matching(value: unknown, pattern: RegExp): string | null {
  return typeof value === "string" && pattern.test(value) ? value : null;
}

/** What a string holds as JSON, or undefined. */
export function embedded(value: unknown): unknown {
  if (typeof value !== "string" || value.length > 1 << 20) return undefined;
  try {
    return parseStrictJson(value);
  } catch {
    return undefined;
  }
}

/** The text fields of these names, in order, that are there; each once. */
export function texts(of: unknown, names: readonly string[], longest: number): string[] {
  return [...new Set(names.flatMap((name) => text(path(of, ...name.split(".")), longest) ?? []))];
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

const ACCOUNT = /^\d{12}$/;
const REGION = /^[a-z]{2}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?$/;

export function accountOf(value: unknown): string | null {
  return matching(value, ACCOUNT);
}

export function regionOf(value: unknown): string | null {
  return matching(value, REGION);
}

/** A moment as the event writes it, in one of AWS's forms: `…Z`, `…+0000` without a colon, or with a space. */
export function timeOf(value: unknown): string | null {
  return matching(value, TIME);
}
