import { messageOf } from "@trias/core";
import type { Clock, Log } from "./ports.ts";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** Whether another process answers, for health notes and for pauses between attempts. */
export interface Contact {
  readonly name: string;
  /** Why it does not answer, or null. */
  trouble(): string | null;
  reached(): void;
  /** Notes a failed attempt and waits, longer each time. */
  failed(error: unknown, signal: AbortSignal): Promise<void>;
}

export function createContact(name: string, clock: Clock, log: Log): Contact {
  let trouble: string | null = null;
  let pause = FIRST_PAUSE_MS;
  return {
    name,
    trouble: () => trouble,
    reached() {
      if (trouble !== null) log.info("answers_again", { peer: name });
      trouble = null;
      pause = FIRST_PAUSE_MS;
    },
    async failed(error, signal) {
      const text = messageOf(error);
      if (trouble !== text) log.warn("no_answer", { peer: name, error: text });
      trouble = text;
      await clock.sleep(pause, signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    },
  };
}
