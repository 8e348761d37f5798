import { messageOf, TriasError } from "@trias/core";
import { type Envelope, PAYLOAD_TYPES } from "@trias/protocol";
import type { Contact } from "./contact.ts";
import type { AuditorPort, Log } from "./ports.ts";

/** Beyond so many unsent deltas, a whole snapshot is shorter. */
const LONGEST = 200;

export interface OutboxDeps {
  readonly auditor: AuditorPort;
  readonly contact: Contact;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Called where the auditor can't go on from what it has. */
  readonly resync: () => void;
}

/** Brings what was signed to the auditor, in order, one after the other, again and again until it is there. */
export class Outbox {
  private readonly deps: OutboxDeps;
  private queue: Envelope[] = [];
  private sending = false;

  constructor(deps: OutboxDeps) {
    this.deps = deps;
  }

  /** A snapshot makes all unsent deltas superfluous. */
  snapshot(envelope: Envelope): void {
    this.queue = [envelope];
    void this.send();
  }

  delta(envelope: Envelope): void {
    this.queue.push(envelope);
    if (this.queue.length > LONGEST) {
      this.queue = [];
      this.deps.resync();
    }
    void this.send();
  }

  private async send(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    const { contact, signal, log } = this.deps;
    while (!signal.aborted) {
      const envelope = this.queue[0];
      if (envelope === undefined) break;
      const step = envelope.payloadType === PAYLOAD_TYPES.estate ? "snapshot" : "delta";
      log.begin("estate", step);
      try {
        const { resync } = await this.deps.auditor.snapshot(envelope);
        contact.reached();
        this.sent(envelope);
        if (resync) this.startOver("the auditor asks for a whole snapshot");
      } catch (error) {
        if (isRefusal(error)) {
          this.sent(envelope);
          this.startOver(messageOf(error));
        }
        await contact.failed(error, signal);
      } finally {
        log.end("estate", step);
      }
    }
    this.sending = false;
  }

  /** A snapshot may have taken the queue's place while this one was on its way. */
  private sent(envelope: Envelope): void {
    if (this.queue[0] === envelope) this.queue.shift();
  }

  private startOver(why: string): void {
    this.deps.log.info("resync", { why });
    this.queue = this.queue.filter(({ payloadType }) => payloadType === PAYLOAD_TYPES.estate);
    if (this.queue.length === 0) this.deps.resync();
  }
}

/** An answer that sending the same again would not change, as opposed to none at all. */
function isRefusal(error: unknown): boolean {
  return error instanceof TriasError && (error.code === "conflict" || error.code === "bad_request");
}
