import { type Cidr, isPrivate, parseCidr } from "@trias/estate";

export type Family = 4 | 6;

/** Addresses from `first` to `last` of one family; every `Cidr` is one. */
export interface Span {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

const MAX: Readonly<Record<Family, bigint>> = { 4: (1n << 32n) - 1n, 6: (1n << 128n) - 1n };

export function wholeFamily(family: Family): Span {
  return { family, first: 0n, last: MAX[family] };
}

export function within(inner: Span, outer: Span): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

export function meets(a: Span, b: Span): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Pieces of the whole family such that each of the spans either holds a piece or misses it. */
export function atoms(family: Family, spans: readonly Span[]): Span[] {
  return cut(wholeFamily(family), spans);
}

/** The span in pieces such that each of the others either holds a piece or misses it. */
export function cut(span: Span, spans: readonly Span[]): Span[] {
  const starts = new Set<bigint>([span.first]);
  for (const { family, first, last } of spans) {
    if (family !== span.family) continue;
    if (first > span.first && first <= span.last) starts.add(first);
    if (last >= span.first && last < span.last) starts.add(last + 1n);
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted.map((first, i) => ({ family: span.family, first, last: (sorted[i + 1] ?? span.last + 1n) - 1n }));
}

/** Sorted, with touching and overlapping spans joined. */
export function join(spans: readonly Span[]): Span[] {
  const out: { family: Family; first: bigint; last: bigint }[] = [];
  for (const { family, first, last } of sorted(spans)) {
    const top = out.at(-1);
    if (top && top.family === family && first <= top.last + 1n) {
      if (last > top.last) top.last = last;
    } else out.push({ family, first, last });
  }
  return out;
}

function sorted(spans: readonly Span[]): readonly Span[] {
  const order = (a: Span, b: Span): number =>
    a.family - b.family || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0);
  const inOrder = spans.every((span, i) => i === 0 || order(spans[i - 1] as Span, span) <= 0);
  return inOrder ? spans : [...spans].sort(order);
}

/** What of `spans` none of `others` holds. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  return join(spans).flatMap((span) =>
    cut(span, others).filter((piece) => !others.some((other) => within(piece, other))),
  );
}

export function coversSpans(outer: readonly Span[], inner: readonly Span[]): boolean {
  return without(inner, outer).length === 0;
}

/** The fewest blocks that make up the span. */
export function blocksOf({ family, first, last }: Span): string[] {
  const width = family === 4 ? 32 : 128;
  const blocks: string[] = [];
  for (let start = first; start <= last; ) {
    let prefix = width;
    while (prefix > 0) {
      const size = 1n << BigInt(width - prefix + 1);
      if (start % size !== 0n || start + size - 1n > last) break;
      prefix -= 1;
    }
    blocks.push(`${textOf(family, start)}/${prefix}`);
    start += 1n << BigInt(width - prefix);
  }
  return blocks;
}

function textOf(family: Family, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join(".");
  const words: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) words.push(((value >> shift) & 0xffffn).toString(16));
  return parseCidr(words.join(":")).text.replace(/\/128$/, "");
}

const PRIVATE = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
  "::1",
];

/** Private ranges; where pieces are cut at them, each is private or public as a whole. */
export const PRIVATE_SPANS: readonly Span[] = PRIVATE.map((text) => parseCidr(text));

/** The addresses of the internet, as spans. */
export const INTERNET: readonly Span[] = [
  ...without([wholeFamily(4)], PRIVATE_SPANS),
  ...without([wholeFamily(6)], PRIVATE_SPANS),
];

export function isPrivateSpan(span: Span): boolean {
  return PRIVATE_SPANS.some((range) => within(span, range));
}

export function sizeOf(span: Span): bigint {
  return span.last - span.first + 1n;
}

export function isPrivateText(text: string): boolean {
  return isPrivate(parseCidr(text));
}

export function spansOf(cidrs: readonly string[]): Cidr[] {
  return cidrs.map((text) => parseCidr(text, { hostBits: "clear" }));
}
