import type { Hop, OneWay } from "./answer.ts";
import { intersect, isEmpty, NO_SERVICES, type Services } from "./services.ts";

/** A way under construction: what of the packets is still on it, for certain and possibly. */
export class Path {
  certain: Services;
  possible: Services;
  private readonly hops: Hop[] = [];
  private readonly assumed: string[] = [];
  private blockedBy: Hop | null = null;

  constructor(packets: Services) {
    this.certain = packets;
    this.possible = packets;
  }

  get blocked(): boolean {
    return this.blockedBy !== null;
  }

  /** Passes a point that lets some packets through; where none is left, that point is what stops it. */
  pass(hop: Hop, possible: Services, certain: Services): void {
    if (this.blocked) return;
    this.possible = intersect(this.possible, possible);
    this.certain = intersect(this.certain, certain);
    if (isEmpty(this.possible)) this.blockedBy = hop;
    else this.hops.push(hop);
  }

  through(hop: Hop): void {
    if (!this.blocked) this.hops.push(hop);
  }

  block(hop: Hop): void {
    if (!this.blocked) this.blockedBy = hop;
  }

  /** Goes on although the estate does not say: from here on it only may. */
  assume(what: string): void {
    if (this.blocked) return;
    this.certain = NO_SERVICES;
    this.assumed.push(what);
  }

  result(): OneWay {
    if (this.blockedBy) {
      return {
        verdict: "blocked",
        hops: [...this.hops, this.blockedBy],
        blocked_by: this.blockedBy,
        assumed: this.assumed,
      };
    }
    return { verdict: isEmpty(this.certain) ? "may" : "delivered", hops: this.hops, assumed: this.assumed };
  }
}
