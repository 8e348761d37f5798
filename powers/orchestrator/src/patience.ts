import { messageOf, TriasError } from "@trias/core";
import type { Clock, Log } from "./ports.ts";

const FIRST_MS = 50;
const LONGEST_MS = 10_000;

/** Whether trying again later can help: the other side, or the database, is away or said so itself. */
export function isPassing(error: unknown): boolean {
  return error instanceof TriasError && error.remedy === "retry";
}

export interface Patience {
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Calls until it is answered, however long that takes: a process that is down comes back, and until then nothing is lost by
 * waiting. Errors that waiting can't mend come out at once.
 */
export async function patiently<T>({ clock, log }: Patience, what: string, call: () => Promise<T>): Promise<T> {
  for (let wait = FIRST_MS; ; wait = Math.min(wait * 2, LONGEST_MS)) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      log.debug("retry", { what, wait_ms: wait, error: messageOf(error) });
      await clock.sleep(wait);
    }
  }
}
