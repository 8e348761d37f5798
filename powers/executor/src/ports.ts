import type { CloudWriter } from "@trias/plan";
import type { ConsistencyProof, Envelope } from "@trias/protocol";

/** What the executor needs from outside; `main` wires it. */

export interface Sql {
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly count: number }>;
}

export interface Database extends Sql {
  /** Commits when `work` returns, rolls back when it throws. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export type Cloud = CloudWriter;

export interface Auditor {
  consistency(from: number, to: number): Promise<ConsistencyProof>;
  report(envelope: Envelope): Promise<void>;
}

export interface Clock {
  /** Milliseconds since 1970, of the wall. */
  now(): number;
  /** Milliseconds that only grow, for durations. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
  begin(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
  end(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
