/** Lets long polls sleep until somebody rings their topic. */
export class Bell {
  private readonly sleepers = new Map<string, Set<() => void>>();

  ring(topic: string): void {
    const waiting = this.sleepers.get(topic);
    if (!waiting) return;
    this.sleepers.delete(topic);
    for (const wake of waiting) wake();
  }

  /**
   * Calls `look` until it finds something or `ms` have passed; answers null then, and when `signal` is aborted. The bell is set before
   * each look, so that what happens while looking is not missed.
   */
  async until<T>(
    topic: string,
    ms: number,
    look: () => Promise<T | null>,
    signal: AbortSignal | undefined,
    monotonic: () => number,
  ): Promise<T | null> {
    const end = monotonic() + ms;
    for (;;) {
      const nap = this.sleep(topic, signal);
      try {
        const found = await look();
        const left = end - monotonic();
        if (found !== null || left <= 0 || signal?.aborted) return found;
        await nap.rung(left);
      } finally {
        nap.stop();
      }
    }
  }

  private sleep(topic: string, signal: AbortSignal | undefined) {
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const sleepers = this.sleepers.get(topic) ?? new Set();
    this.sleepers.set(topic, sleepers.add(wake));
    signal?.addEventListener("abort", wake, { once: true });
    let timer: NodeJS.Timeout | undefined;
    return {
      rung: (ms: number): Promise<void> => {
        timer = setTimeout(wake, ms);
        return woken;
      },
      stop: (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", wake);
        const set = this.sleepers.get(topic);
        set?.delete(wake);
        if (set?.size === 0) this.sleepers.delete(topic);
      },
    };
  }
}
