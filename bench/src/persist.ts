import { setTimeout as sleep } from "node:timers/promises";
import { RefusalError } from "@trias/link";

const PAUSE_MS = 60;
const FINAL = new Set([
  "bad_request",
  "unauthenticated",
  "forbidden",
  "not_found",
  "conflict",
  "too_large",
  "version_skew",
]);

/** Asks until there is an answer, as a patient client does while a process restarts; a refusal that stays one is thrown. */
export async function persist<T>(attempt: () => Promise<T>, untilMs: number): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RefusalError) || FINAL.has(error.code) || Date.now() > untilMs) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
