import type { Signer } from "@trias/core";
import type { CloudReader } from "@trias/plan";
import { PAYLOAD_TYPES, signStatement, type WireDelta, type WireEstate } from "@trias/protocol";
import type { Chain } from "./chain.ts";
import type { Contact } from "./contact.ts";
import type { Outbox } from "./outbox.ts";
import type { Clock, Log } from "./ports.ts";

/** How long the cloud may hold a poll: an answer without a change says that everything still is as it was. */
const POLL_S = 20;
const SNAPSHOT_EVERY_MS = 10 * 60_000;
const LARGEST_DELTA = 50_000;
/** A plan changes several things at short intervals: what follows a change so closely goes into the same delta. */
const TOGETHER_MS = 25;

export interface ObserverDeps {
  readonly cloud: CloudReader;
  readonly signer: Signer;
  readonly chain: Chain;
  readonly outbox: Outbox;
  readonly contact: Contact;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

type Seen = Pick<WireEstate, "lineage" | "serial"> & { readonly snapshotAt: number };

/** Watches the cloud: a whole snapshot, then every change, signed as it comes. */
export class Observer {
  private readonly deps: ObserverDeps;
  private poll = new AbortController();
  private wantsSnapshot = true;

  constructor(deps: ObserverDeps) {
    this.deps = deps;
  }

  /** Reads everything again as soon as it can. */
  resync(): void {
    this.wantsSnapshot = true;
    this.poll.abort();
  }

  async run(): Promise<void> {
    const { contact, signal, clock } = this.deps;
    signal.addEventListener("abort", () => this.poll.abort(), { once: true });
    let seen: Seen | null = null;
    while (!signal.aborted) {
      try {
        const due: boolean = seen !== null && clock.monotonic() - seen.snapshotAt >= SNAPSHOT_EVERY_MS;
        seen = seen === null || due || this.wantsSnapshot ? await this.readAll() : await this.follow(seen);
        contact.reached();
      } catch (error) {
        // A poll that was broken off on purpose is no trouble.
        if (!this.poll.signal.aborted) await contact.failed(error, signal);
      }
    }
  }

  private async readAll(): Promise<Seen> {
    const { cloud, signer, chain, outbox, clock, log } = this.deps;
    this.wantsSnapshot = false;
    this.poll = new AbortController();
    try {
      const wire = await cloud.snapshot();
      const envelope = signStatement(PAYLOAD_TYPES.estate, wire, signer);
      chain.restart(wire, envelope);
      outbox.snapshot(envelope);
      log.info("snapshot", { serial: wire.serial });
      return { lineage: wire.lineage, serial: wire.serial, snapshotAt: clock.monotonic() };
    } catch (error) {
      this.wantsSnapshot = true;
      throw error;
    }
  }

  private async changesSince(serial: number): ReturnType<CloudReader["changes"]> {
    const { cloud, clock } = this.deps;
    const { signal } = this.poll;
    const first = await cloud.changes(serial, POLL_S, signal);
    if (first.changed.length === 0) return first;
    await clock.sleep(TOGETHER_MS, signal);
    return cloud.changes(serial, 0, signal);
  }

  /** INVARIANT: a time is signed only where the cloud answered with it; silence makes the estate old, as it should. */
  private async follow(seen: Seen): Promise<Seen> {
    const { signer, chain, outbox, log } = this.deps;
    const { lineage, serial, time, changed } = await this.changesSince(seen.serial);
    if (lineage !== seen.lineage || serial < seen.serial || changed.length > LARGEST_DELTA) {
      log.info("starts_over", { from: seen.serial, to: serial });
      this.wantsSnapshot = true;
      return seen;
    }
    const delta: WireDelta = {
      schema: "trias.estate-delta/1",
      lineage,
      base_serial: seen.serial,
      serial,
      time,
      changed: [...changed],
    };
    const envelope = signStatement(PAYLOAD_TYPES.delta, delta, signer);
    chain.add(delta, envelope);
    outbox.delta(envelope);
    return { ...seen, serial };
  }
}
