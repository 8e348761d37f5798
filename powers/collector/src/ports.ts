import type { Envelope, WantedReading } from "@trias/protocol";

/** What the collector needs from outside, beside a cloud that it reads; `main` wires it. */
export interface AuditorPort {
  /** Brings a signed snapshot or delta. */
  snapshot(envelope: Envelope): Promise<{ readonly serial: number; readonly resync: boolean }>;
  /** What is to be read again; waits up to `wait` seconds. */
  wanted(wait: number, signal: AbortSignal): Promise<readonly WantedReading[]>;
  reading(envelope: Envelope): Promise<void>;
}

export interface Clock {
  /** Milliseconds that only grow. */
  monotonic(): number;
  /** Returns after so many milliseconds, or as soon as the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A step starts and ends: a reading by its id, or the estate. */
  begin(subject: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
  end(subject: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
}
