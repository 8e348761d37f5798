import { messageOf, type Signer } from "@trias/core";
import type { CloudReader } from "@trias/plan";
import { PAYLOAD_TYPES, type Reading, signStatement, type WantedReading } from "@trias/protocol";
import type { Contact } from "./contact.ts";
import type { AuditorPort, Log } from "./ports.ts";

const POLL_S = 25;
/** Polls that stand open at once: while one brings something, another hears what comes next. */
const POLLS = 2;
const MOST_AT_ONCE = 64;

export interface AnswersDeps {
  readonly cloud: CloudReader;
  readonly auditor: AuditorPort;
  readonly signer: Signer;
  readonly contact: Contact;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Reads what the auditor wants to see again, at that moment, and signs it. Readings don't wait for one another. */
export async function answerWanted(deps: AnswersDeps): Promise<void> {
  const underWay = new Set<string>();
  await Promise.all(Array.from({ length: POLLS }, () => pollWanted(deps, underWay)));
}

async function pollWanted(deps: AnswersDeps, underWay: Set<string>): Promise<void> {
  const { auditor, contact, log, signal } = deps;
  while (!signal.aborted) {
    try {
      const wanted = await auditor.wanted(POLL_S, signal);
      contact.reached();
      for (const one of wanted) {
        // The auditor asks again for what it still waits for: what is not begun here comes again.
        if (underWay.has(one.id) || underWay.size >= MOST_AT_ONCE) continue;
        underWay.add(one.id);
        void answer(deps, one)
          .catch((error: unknown) => log.warn("reading_failed", { reading: one.id, error: messageOf(error) }))
          .finally(() => underWay.delete(one.id));
      }
    } catch (error) {
      if (!signal.aborted) await contact.failed(error, signal);
    }
  }
}

async function answer({ cloud, auditor, signer, log }: AnswersDeps, wanted: WantedReading): Promise<void> {
  log.begin(wanted.id, "reading");
  try {
    const { lineage, serial, time, resources } = await cloud.read(wanted.resources);
    const reading: Reading = { schema: "trias.reading/1", id: wanted.id, lineage, serial, time, resources };
    await auditor.reading(signStatement(PAYLOAD_TYPES.reading, reading, signer));
  } finally {
    log.end(wanted.id, "reading");
  }
}
