import type { Execution } from "./execution.ts";

/** The executions that this process carries out, for whoever waits for the end of one. */
export interface Endings {
  begun(id: string): void;
  ended(execution: Execution): void;
  /** The execution as it will end; undefined at once where it is none of those that go on. */
  of(id: string): Promise<Execution | undefined>;
}

export function createEndings(): Endings {
  const going = new Map<string, PromiseWithResolvers<Execution>>();
  return {
    begun(id) {
      if (!going.has(id)) going.set(id, Promise.withResolvers<Execution>());
    },
    ended(execution) {
      going.get(execution.id)?.resolve(execution);
      going.delete(execution.id);
    },
    async of(id) {
      return going.get(id)?.promise;
    },
  };
}
