import type { Span } from "./spans.ts";

/** A block of addresses with what it leads to. */
export interface Block extends Span {
  readonly prefix: number;
}

/**
 * Finds the longest block that holds a span, in the time of a bisection. Blocks of addresses lie one within the other or apart, so that
 * they can be laid out as pieces that each have one longest block. Of equal blocks the first counts.
 */
export class NestedBlocks<T extends { readonly block: Block }> {
  private readonly pieces: Readonly<Record<4 | 6, readonly Piece<T>[]>>;
  /** Last addresses of the pieces of IPv4, as numbers side by side. */
  private readonly four: Uint32Array;

  constructor(items: readonly T[]) {
    this.pieces = {
      4: layOut(items.filter(({ block }) => block.family === 4)),
      6: layOut(items.filter(({ block }) => block.family === 6)),
    };
    this.four = Uint32Array.from(this.pieces[4], ({ last }) => Number(last));
  }

  /** The item with the longest block that holds the span; undefined where none holds all of it. */
  longest({ family, first, last }: Span): T | undefined {
    const pieces = this.pieces[family];
    const low = family === 4 ? firstFrom(this.four, Number(first)) : firstPieceFrom(pieces, first);
    let holder = pieces[low]?.holder;
    if (holder === undefined || (pieces[low] as Piece<T>).first > first) return undefined;
    // What begins in a longer block and goes on beyond it is held by one around that.
    while (holder && holder.item.block.last < last) holder = holder.around;
    return holder?.item;
  }
}

/** The first piece that does not end before the address. */
function firstPieceFrom(pieces: readonly { readonly last: bigint }[], first: bigint): number {
  let low = 0;
  for (let high = pieces.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as { readonly last: bigint }).last < first) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstFrom(lasts: Uint32Array, first: number): number {
  let low = 0;
  for (let high = lasts.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((lasts[middle] as number) < first) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Holder<T> {
  readonly item: T;
  readonly around: Holder<T> | undefined;
}

interface Piece<T> {
  readonly first: bigint;
  readonly last: bigint;
  readonly holder: Holder<T>;
}

function layOut<T extends { readonly block: Block }>(items: readonly T[]): Piece<T>[] {
  const sorted = items
    .map((item, i) => ({ item, i }))
    .sort(
      ({ item: { block: a }, i }, { item: { block: b }, i: j }) =>
        (a.first < b.first ? -1 : a.first > b.first ? 1 : 0) || a.prefix - b.prefix || i - j,
    );
  const pieces: Piece<T>[] = [];
  let inner: Holder<T> | undefined;
  let next = 0n;
  const close = (end: bigint): void => {
    if (inner && next <= end) pieces.push({ first: next, last: end, holder: inner });
    next = end + 1n;
  };
  for (const { item } of sorted) {
    const { first, last, prefix } = item.block;
    while (inner && inner.item.block.last < first) {
      close(inner.item.block.last);
      inner = inner.around;
    }
    if (inner && inner.item.block.first === first && inner.item.block.prefix === prefix) continue;
    if (inner) close(first - 1n);
    inner = { item, around: inner };
    next = first;
    if (last < first) throw new RangeError("a block ends before it begins");
  }
  while (inner) {
    close(inner.item.block.last);
    inner = inner.around;
  }
  return pieces;
}
