import { setTimeout as sleep } from "node:timers/promises";
import type { Clock, Log } from "../ports.ts";

export const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now(), sleep: (ms) => sleep(ms) };

/** Remembers begun and ended steps as `C-… step`. */
export function quietLog(): Log & { readonly begun: string[]; readonly ended: string[] } {
  const begun: string[] = [];
  const ended: string[] = [];
  const ignore = () => undefined;
  return {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    begin: (caseId, step) => begun.push(`${caseId} ${step}`),
    end: (caseId, step) => ended.push(`${caseId} ${step}`),
    begun,
    ended,
  };
}

/** Looks every few milliseconds until it is so; the test's own time limit ends a wait that is in vain. */
export async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await sleep(5);
  }
}
