/** Inclusive ranges of numbers, sorted, disjoint, not touching. */
export type Numbers = readonly (readonly [number, number])[];

export const NO_NUMBERS: Numbers = [];
export const ALL_PORTS: Numbers = [[0, 65_535]];

/** Ranges in any order, perhaps overlapping, as a set. */
export function numbersOf(ranges: Numbers): Numbers {
  return uniteNumbers(ranges, [...ranges]);
}

export function coversNumbers(outer: Numbers, inner: Numbers): boolean {
  return outer === inner || subtractNumbers(inner, outer).length === 0;
}

export function meetsNumbers(a: Numbers, b: Numbers): boolean {
  return a.some(([low, high]) => b.some(([from, to]) => low <= to && from <= high));
}

export function uniteNumbers(a: Numbers, b: Numbers): Numbers {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: [number, number][] = [];
  for (const [low, high] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

export function intersectNumbers(a: Numbers, b: Numbers): Numbers {
  if (a.length === 0 || b.length === 0) return NO_NUMBERS;
  if (a === b) return a;
  const out: [number, number][] = [];
  for (const [low, high] of a) {
    for (const [from, to] of b) {
      if (low <= to && from <= high) out.push([Math.max(low, from), Math.min(high, to)]);
    }
  }
  return out;
}

export function subtractNumbers(a: Numbers, b: Numbers): Numbers {
  if (a === b || a.length === 0) return NO_NUMBERS;
  if (b.length === 0) return a;
  let rest = a.map(([low, high]): [number, number] => [low, high]);
  for (const [from, to] of b) {
    rest = rest.flatMap(([low, high]): [number, number][] => {
      if (to < low || high < from) return [[low, high]];
      const parts: [number, number][] = [];
      if (low < from) parts.push([low, from - 1]);
      if (to < high) parts.push([to + 1, high]);
      return parts;
    });
  }
  return rest;
}
