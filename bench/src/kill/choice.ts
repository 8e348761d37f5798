import type { Power } from "@trias/protocol";

/** A step boundary: where a process can be killed. */
export interface Boundary {
  readonly power: Power;
  readonly kind: string;
  readonly step: string;
}

interface Tally {
  readonly boundary: Boundary;
  kills: number;
  misses: number;
}

/** A step that ended before the kill arrived counts less than a kill: it is tried again, but not for ever. */
const MISS = 0.25;

/** Spreads kills evenly over the boundaries that were seen. */
export class Choice {
  private readonly tallies = new Map<string, Tally>();

  /** Takes note of a boundary; answers whether no other of its power has had fewer kills, or whether `patience` is over. */
  wants(boundary: Boundary, impatient: boolean): boolean {
    const own = this.tally(boundary);
    const others = [...this.tallies.values()].filter((tally) => tally.boundary.power === boundary.power);
    return impatient || weight(own) <= Math.min(...others.map(weight)) + 1;
  }

  landed(boundary: Boundary): void {
    this.tally(boundary).kills += 1;
  }

  missed(boundary: Boundary): void {
    this.tally(boundary).misses += 1;
  }

  killsOf(power: Power): number {
    return this.all()
      .filter(({ boundary }) => boundary.power === power)
      .reduce((sum, { kills }) => sum + kills, 0);
  }

  all(): readonly Readonly<Tally>[] {
    return [...this.tallies.values()];
  }

  private tally(boundary: Boundary): Tally {
    const key = `${boundary.power} ${boundary.kind} ${boundary.step}`;
    const tally = this.tallies.get(key) ?? { boundary, kills: 0, misses: 0 };
    this.tallies.set(key, tally);
    return tally;
  }
}

function weight({ kills, misses }: Tally): number {
  return kills + misses * MISS;
}
