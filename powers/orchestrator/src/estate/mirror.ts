import { type JsonLimits, messageOf } from "@trias/core";
import { applyDelta, type Estate, EstateError, parseEstate } from "@trias/estate";
import { type Envelope, openStatement, PAYLOAD_TYPES, wireDeltaSchema, wireEstateSchema } from "@trias/protocol";
import { type Bell, createBell } from "../bell.ts";
import { OrchestratorError } from "../errors.ts";
import type { Clock, CollectorPort, Log } from "../ports.ts";

const LIMITS: JsonLimits = { maxBytes: 1 << 28, maxDepth: 64, maxValues: 20_000_000 };
const WAIT_S = 25;
const PAUSE_MS = 500;

export interface MirrorDeps {
  readonly collector: CollectorPort;
  /** Base64 of the collector's public key. */
  readonly pin: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The orchestrator's own copy of the estate, from what the collector signed. */
export class EstateMirror {
  private readonly deps: MirrorDeps;
  private readonly bell: Bell = createBell();
  private readonly stopping = new AbortController();
  private estate: Estate | null = null;
  private pulling: Promise<void> | null = null;
  private heard = Number.NEGATIVE_INFINITY;

  constructor(deps: MirrorDeps) {
    this.deps = deps;
  }

  get current(): Estate | null {
    return this.estate;
  }

  /** When the collector answered last, by the monotonic clock. */
  get heardAt(): number {
    return this.heard;
  }

  /** Follows the collector until it is stopped. */
  start(): void {
    void this.follow();
  }

  stop(): void {
    this.stopping.abort();
  }

  /** The estate as soon as there is one. */
  async known(): Promise<Estate> {
    while (this.estate === null) await this.bell.wait(PAUSE_MS);
    return this.estate;
  }

  /** The estate after asking whether there is anything newer; the last one where the collector does not answer. */
  async fresh(): Promise<Estate> {
    this.pulling ??= this.pull(0).finally(() => {
      this.pulling = null;
    });
    await this.pulling.catch((error: unknown) =>
      this.deps.log.debug("estate_unrefreshed", { error: messageOf(error) }),
    );
    return this.known();
  }

  private async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.pull(this.estate === null ? 0 : WAIT_S);
      } catch (error) {
        if (this.stopping.signal.aborted) return;
        this.deps.log.debug("estate_unreachable", { error: messageOf(error) });
        await this.deps.clock.sleep(PAUSE_MS);
      }
    }
  }

  private async pull(wait: number): Promise<void> {
    const after = this.estate?.serial ?? 0;
    const envelopes = await this.deps.collector.estate(after, wait, this.stopping.signal);
    this.heard = this.deps.clock.monotonic();
    for (const envelope of envelopes) this.take(envelope);
    if (this.estate === null && envelopes.length === 0) {
      throw new OrchestratorError("estate_missing", "the collector has no estate yet", { remedy: "retry" });
    }
  }

  private take(envelope: Envelope): void {
    try {
      const next = envelope.payloadType === PAYLOAD_TYPES.estate ? this.snapshot(envelope) : this.delta(envelope);
      if (next === null) return;
      this.estate = next;
      this.bell.ring();
    } catch (error) {
      // INVARIANT: what does not verify is dropped, and what does not follow makes us take the whole estate again.
      if (error instanceof EstateError && error.code === "delta_gap") this.estate = null;
      throw error;
    }
  }

  private snapshot(envelope: Envelope): Estate | null {
    const { statement } = openStatement(envelope, PAYLOAD_TYPES.estate, this.deps.pin, wireEstateSchema, LIMITS);
    const { estate } = this;
    const older = estate !== null && estate.lineage === statement.lineage && statement.serial <= estate.serial;
    return older ? null : parseEstate(statement);
  }

  private delta(envelope: Envelope): Estate | null {
    const { statement } = openStatement(envelope, PAYLOAD_TYPES.delta, this.deps.pin, wireDeltaSchema, LIMITS);
    const { estate } = this;
    if (estate === null) return null;
    // Two pulls may be under way at once, and the later one brings some of the same: the next pull asks from where we are.
    if (statement.lineage === estate.lineage && statement.base_serial < estate.serial) return null;
    return applyDelta(estate, statement);
  }
}
