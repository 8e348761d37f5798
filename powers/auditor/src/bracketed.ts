import type { Log } from "./ports.ts";

/** Runs a step of a case between its two lines in the log: whoever kills processes at step boundaries watches for them. */
export async function bracketed<T>(log: Log, caseId: string, step: string, work: () => Promise<T>): Promise<T> {
  log.begin(caseId, step);
  try {
    return await work();
  } finally {
    log.end(caseId, step);
  }
}
