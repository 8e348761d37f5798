import type { Envelope, WireDelta, WireEstate } from "@trias/protocol";

/** A signed delta and between which serials it leads. */
interface Link {
  readonly base: number;
  readonly serial: number;
  readonly envelope: Envelope;
}

const LONGEST = 2000;

/**
 * What was signed, for the orchestrator: the newest snapshot and the deltas since, and older deltas as long as they lead without
 * a gap to where the cloud is now.
 */
export class Chain {
  private snapshot: { readonly lineage: string; readonly serial: number; readonly envelope: Envelope } | null = null;
  private links: Link[] = [];
  /** The newest delta without a change: it makes what stands here fresh, and only the last one counts. */
  private refresh: Envelope | null = null;
  private readonly waiting = new Set<() => void>();

  get serial(): number | null {
    return this.links.at(-1)?.serial ?? this.snapshot?.serial ?? null;
  }

  restart({ lineage, serial }: Pick<WireEstate, "lineage" | "serial">, envelope: Envelope): void {
    if (this.serial !== serial || this.snapshot?.lineage !== lineage) this.links = [];
    this.snapshot = { lineage, serial, envelope };
    this.refresh = null;
    this.wake();
  }

  add(delta: WireDelta, envelope: Envelope): void {
    if (delta.serial === delta.base_serial) {
      this.refresh = envelope;
      return;
    }
    this.links.push({ base: delta.base_serial, serial: delta.serial, envelope });
    if (this.links.length > LONGEST) this.links.shift();
    this.refresh = null;
    this.wake();
  }

  /**
   * Envelopes that lead from a serial to now; waits up to `ms` for the first. Zero, and a serial that no delta leads on from, get
   * the snapshot.
   */
  async since(serial: number, ms: number, signal: AbortSignal): Promise<readonly Envelope[]> {
    const known = serial > 0 ? serial : null;
    if (ms > 0 && this.serial === known) await this.next(ms, signal);
    const { snapshot } = this;
    if (snapshot === null || this.serial === known) return [];
    const first = this.links.findIndex(({ base }) => base === known);
    if (first >= 0) return this.links.slice(first).map(({ envelope }) => envelope);
    const since = this.links.filter(({ base }) => base >= snapshot.serial);
    return [snapshot.envelope, ...since.map(({ envelope }) => envelope), ...(this.refresh ? [this.refresh] : [])];
  }

  private wake(): void {
    for (const done of [...this.waiting]) done();
  }

  private next(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(done);
      signal.addEventListener("abort", done, { once: true });
      if (signal.aborted) done();
    });
  }
}
