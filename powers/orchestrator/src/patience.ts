import { messageOf, TriasError } from "@trias/core";
import type { Clock, Log } from "./ports.ts";

const FIRST_MS = 50;
const LONGEST_MS = 5000;

/** SQLSTATE classes of a database that can't serve now: rolled back, out of resources, interrupted, a lock not to be had. */
const PASSING_STATE = /^(?:08|40|53|55P03|57|58)/;

/** Whether trying again later can help: the other side, or the database, is away or said so itself. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TriasError) return error.remedy === "retry";
  return error instanceof Error && "code" in error && typeof error.code === "string" && isPassingState(error.code);
}

function isPassingState(code: string): boolean {
  return /^[0-9A-Z]{5}$/.test(code) && PASSING_STATE.test(code);
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
