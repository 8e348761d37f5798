import type { CloudCall, CloudReadResult, CloudResult, ResourceRef, WireEstate } from "@trias/protocol";

/** What changed in the cloud after a serial. */
export interface CloudChanges {
  readonly lineage: string;
  readonly serial: number;
  /** RFC 3339, the cloud's own clock. */
  readonly time: string;
  readonly changed: CloudReadResult["resources"];
}

/** The cloud as a reader sees it; the collector holds nothing else. */
export interface CloudReader {
  read(refs: readonly ResourceRef[]): Promise<CloudReadResult>;
  snapshot(): Promise<WireEstate>;
  /** Waits up to `wait` seconds for a change after the serial. */
  changes(after: number, wait: number, signal?: AbortSignal): Promise<CloudChanges>;
}

/** The cloud as the executor sees it. */
export interface CloudWriter {
  /** Carries out one operation, at most once a key; a repeat answers the first result. */
  act(call: CloudCall): Promise<CloudResult>;
  /** What became of a key; null where it was never carried out. */
  outcome(key: string): Promise<CloudResult | null>;
  read(refs: readonly ResourceRef[]): Promise<CloudReadResult>;
}
