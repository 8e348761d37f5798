import { type Span, within } from "./spans.ts";

/**
 * Finds which of many spans hold another. Those of IPv4 lie side by side as numbers, so that looking through them touches little
 * memory: in a large estate that is what a question waits for.
 */
export class Bounds {
  private readonly spans: readonly Span[];
  /** First and last of each; of IPv6 what holds nothing. */
  private readonly four: Uint32Array;

  constructor(spans: readonly Span[]) {
    this.spans = spans;
    this.four = new Uint32Array(spans.length * 2);
    spans.forEach(({ family, first, last }, i) => {
      this.four[2 * i] = family === 4 ? Number(first) : 1;
      this.four[2 * i + 1] = family === 4 ? Number(last) : 0;
    });
  }

  /** The places of those that hold all of the span, in order. */
  holding(span: Span): number[] {
    const found: number[] = [];
    if (span.family === 6) {
      for (let i = 0; i < this.spans.length; i += 1) if (within(span, this.spans[i] as Span)) found.push(i);
      return found;
    }
    const [first, last] = [Number(span.first), Number(span.last)];
    const { four } = this;
    for (let i = 0; i < four.length; i += 2) {
      if ((four[i] as number) <= first && last <= (four[i + 1] as number)) found.push(i >> 1);
    }
    return found;
  }
}
