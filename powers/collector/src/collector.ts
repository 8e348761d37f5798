import type { Signer } from "@trias/core";
import type { CloudReader } from "@trias/plan";
import type { Envelope } from "@trias/protocol";
import { answerWanted } from "./answers.ts";
import { Chain } from "./chain.ts";
import { createContact } from "./contact.ts";
import { Observer } from "./observer.ts";
import { Outbox } from "./outbox.ts";
import type { AuditorPort, Clock, Log } from "./ports.ts";

export interface CollectorDeps {
  /** INVARIANT: a reader and nothing else: the collector has no way to change what it reports on. */
  readonly cloud: CloudReader;
  readonly auditor: AuditorPort;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Collector {
  /** For the orchestrator: signed envelopes from a serial on; 0 for the newest snapshot and what followed. */
  estate(after: number, ms: number, signal: AbortSignal): Promise<readonly Envelope[]>;
  /** Whether it has read the cloud and still can. */
  ok(): boolean;
  /** What it waits for; empty where all is well. */
  notes(): string[];
  stop(): Promise<void>;
}

export function startCollector({ cloud, auditor, signer, clock, log }: CollectorDeps): Collector {
  const stopping = new AbortController();
  const { signal } = stopping;
  const chain = new Chain();
  const contacts = {
    cloud: createContact("cloud", clock, log),
    auditor: createContact("auditor", clock, log),
    wanted: createContact("auditor", clock, log),
  };
  const outbox = new Outbox({ auditor, contact: contacts.auditor, log, signal, resync: () => observer.resync() });
  const observer = new Observer({ cloud, signer, chain, outbox, contact: contacts.cloud, clock, log, signal });
  const answering = { cloud, auditor, signer, contact: contacts.wanted, log, signal };
  const running = Promise.all([observer.run(), answerWanted(answering)]);
  return {
    estate: (after, ms, caller) => chain.since(after, ms, caller),
    ok: () => chain.serial !== null && contacts.cloud.trouble() === null,
    notes() {
      const silent = Object.values(contacts).flatMap(({ name, trouble }) => {
        const why = trouble();
        return why === null ? [] : [`no answer from the ${name}: ${why}`.slice(0, 500)];
      });
      return chain.serial === null ? ["the cloud has not been read yet", ...new Set(silent)] : [...new Set(silent)];
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
