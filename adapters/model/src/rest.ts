const FAILURES = 3;
const REST_MS = 60_000;

/** After several failures in a row a model is left alone for a while, so that nobody waits for it in vain again and again. */
export class Rest {
  private readonly now: () => number;
  private failures = 0;
  private until = Number.NEGATIVE_INFINITY;

  constructor(now: () => number) {
    this.now = now;
  }

  get resting(): boolean {
    return this.now() < this.until;
  }

  worked(): void {
    this.failures = 0;
  }

  failed(): void {
    this.failures += 1;
    if (this.failures >= FAILURES) this.until = this.now() + REST_MS;
  }
}
