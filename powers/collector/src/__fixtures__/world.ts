import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { digestValue, signerFromSeed, TriasError } from "@trias/core";
import { applyDelta, type Estate, generateEstate, list, parseEstate } from "@trias/estate";
import type { CloudReader } from "@trias/plan";
import {
  type Envelope,
  openStatement,
  PAYLOAD_TYPES,
  type Reading,
  readingSchema,
  type WantedReading,
  wireDeltaSchema,
  wireEstateSchema,
} from "@trias/protocol";
import { type Cloud, createCloud, openJournal } from "@trias/sandbox";
import { parse } from "yaml";
import type { AuditorPort, Clock, Log } from "../ports.ts";

const file = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);
export const companyWan: Estate = generateEstate(parse(readFileSync(file, "utf8")));
export const signer = signerFromSeed(Buffer.alloc(32, 7).toString("base64"));

const LIMITS = { maxBytes: 1 << 26, maxDepth: 64, maxValues: 1 << 24 };

export const clock: Clock = {
  monotonic: () => performance.now(),
  sleep: (ms, signal) => pause(Math.min(ms, 20), undefined, { signal }).catch(() => undefined),
};
export const silent: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, begin: () => undefined, end: () => undefined };

class Unreachable extends TriasError<"unreachable"> {}

/** A cloud of its own, and a reader of it that can be cut off. */
export function openWorld(seed: Estate = companyWan): { cloud: Cloud; reader: CloudReader; cut: (off: boolean) => void } {
  const folder = mkdtempSync(join(tmpdir(), "trias-collector-"));
  const cloud = createCloud({ seed, journal: openJournal(join(folder, "j"), digestValue("seed")), now: Date.now });
  let down = false;
  const answering = <T>(answer: () => T): T => {
    if (down) throw new Unreachable("unreachable", "the cloud can't be reached");
    return answer();
  };
  const reader: CloudReader = {
    read: async (refs) => answering(() => cloud.read(refs)),
    snapshot: async () => answering(() => cloud.snapshot()),
    changes: async (after, wait, signal) => answering(() => cloud.changes(after, wait, signal ?? AbortSignal.timeout(60_000))),
  };
  return { cloud, reader, cut: (off) => (down = off) };
}

export const groupId: string = list(companyWan, "scaling_groups")[0]?.id ?? "";

export function resize(cloud: Cloud, desired: number): void {
  cloud.drift({ action: "set_group_size", target: groupId, parameters: { min: 0, desired, max: 100 } });
}

/** The estate one verified envelope later, as auditor and orchestrator both take it. */
export function taken(estate: Estate | null, envelope: Envelope): Estate {
  if (envelope.payloadType === PAYLOAD_TYPES.estate) {
    return parseEstate(openStatement(envelope, PAYLOAD_TYPES.estate, signer.publicKey, wireEstateSchema, LIMITS).statement);
  }
  const { statement } = openStatement(envelope, PAYLOAD_TYPES.delta, signer.publicKey, wireDeltaSchema, LIMITS);
  if (estate === null) throw new Unreachable("unreachable", "a delta came before any snapshot");
  return applyDelta(estate, statement);
}

/** Takes what the collector sends as the auditor does; can be cut off, and can lose its memory. */
export class Listener implements AuditorPort {
  estate: Estate | null = null;
  readonly readings: Reading[] = [];
  readonly asked: WantedReading[] = [];
  snapshots = 0;
  down = false;

  async snapshot(envelope: Envelope): Promise<{ serial: number; resync: boolean }> {
    if (this.down) throw new Unreachable("unreachable", "the auditor can't be reached");
    if (envelope.payloadType === PAYLOAD_TYPES.estate) this.snapshots += 1;
    else if (this.estate === null) return { serial: 0, resync: true };
    this.estate = taken(this.estate, envelope);
    return { serial: this.estate.serial, resync: false };
  }

  async wanted(_wait: number, signal: AbortSignal): Promise<readonly WantedReading[]> {
    if (this.asked.length === 0) await clock.sleep(5, signal);
    return this.asked.splice(0);
  }

  async reading(envelope: Envelope): Promise<void> {
    const { statement } = openStatement(envelope, PAYLOAD_TYPES.reading, signer.publicKey, readingSchema, LIMITS);
    this.readings.push(statement);
  }
}
