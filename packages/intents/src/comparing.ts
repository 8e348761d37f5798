import { canonicalJson } from "@trias/core";
import { type Estate, get, isKnown, type PartName } from "@trias/estate";

/** Equality of values as JSON, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** Keys in which two records differ, keys that only one of them has included. */
export function differingKeys(a: object, b: object): string[] {
  const left = a as Readonly<Record<string, unknown>>;
  const right = b as Readonly<Record<string, unknown>>;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].filter((key) => !same(left[key] ?? null, right[key] ?? null)).sort();
}

/** The first differing key outside `allowed`, or null where nothing else changed. */
export function strayKey(before: object, after: object, allowed: readonly string[]): string | null {
  return differingKeys(before, after).find((key) => !allowed.includes(key)) ?? null;
}

/** Whether the part is known and lists no such id: only then does a change of it concern something new. */
export function isNew(estate: Estate, part: PartName, id: string): boolean {
  return isKnown(estate, part) && get(estate, part, id) === undefined;
}

/** The items of `after` beyond those of `before`, or null where one of `before` is missing, altered or moved. */
export function appended<T>(before: readonly T[], after: readonly T[]): readonly T[] | null {
  const rest: T[] = [];
  let next = 0;
  for (const item of after) {
    if (next < before.length && same(item, before[next])) next += 1;
    else rest.push(item);
  }
  return next === before.length ? rest : null;
}
