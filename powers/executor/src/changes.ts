/** Wakes who waits for the next change of an execution. */
export interface Changes {
  next(id: string): Promise<void>;
  changed(id: string): void;
}

export function createChanges(): Changes {
  const waiting = new Map<string, PromiseWithResolvers<void>>();
  return {
    next(id) {
      let waiter = waiting.get(id);
      if (!waiter) {
        waiter = Promise.withResolvers<void>();
        waiting.set(id, waiter);
      }
      return waiter.promise;
    },
    changed(id) {
      waiting.get(id)?.resolve();
      waiting.delete(id);
    },
  };
}
