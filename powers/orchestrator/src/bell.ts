/** Wakes whoever waits for something to happen in this process; what happens elsewhere is seen by the next look. */
export interface Bell {
  ring(): void;
  /** Until the next ring, or that many milliseconds. */
  wait(ms: number): Promise<void>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    wait: (ms) =>
      new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
      }),
  };
}
