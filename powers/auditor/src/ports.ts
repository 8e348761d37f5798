/** What the auditor needs from outside; `main` wires it, tests bring their own clock and randomness. */

export interface Sql {
  query<Row = Readonly<Record<string, unknown>>>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Database extends Sql {
  /** Runs `work` on one connection, which takes a statement without waiting for the answer to the one before. */
  session<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /**
   * Runs `work` in one transaction on one connection: commits when it returns, rolls back when it throws, or when a statement fails
   * that `work` has not waited for.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
}

export interface Clock {
  /** Milliseconds since 1970, of the wall. */
  now(): number;
  /** Milliseconds that only grow, for durations. */
  monotonic(): number;
}

export type RandomBytes = (count: number) => Uint8Array;

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A step of a case starts and ends. */
  begin(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
  end(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
}

export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
