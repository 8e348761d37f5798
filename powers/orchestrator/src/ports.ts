import type {
  CaseState,
  Decline,
  Envelope,
  ExecutionReport,
  FeedItem,
  ModelUse,
  ResourceRef,
  Verdict,
} from "@trias/protocol";

/** What the orchestrator needs from outside; `main` wires it. */

export interface Database {
  query<Row = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Row[]; readonly count: number }>;
}

export interface AuditorPort {
  /** Items after `after`; waits up to `wait` seconds for one. */
  feed(after: number, wait: number, signal: AbortSignal): Promise<readonly FeedItem[]>;
  judge(caseId: string, plan: Uint8Array): Promise<{ readonly verdict: Verdict; readonly state: CaseState }>;
  decline(decline: Decline): Promise<{ readonly state: CaseState }>;
  /** `use` where the text is a model's. */
  note(caseId: string, step: string, text: string, use?: ModelUse): Promise<void>;
  warrant(caseId: string, planDigest: string, executorKey: string): Promise<WarrantAnswer>;
}

export type WarrantAnswer =
  | { readonly outcome: "issued"; readonly warrant: Envelope }
  | { readonly outcome: "stale"; readonly changed: readonly ResourceRef[] }
  | { readonly outcome: "waiting"; readonly state: CaseState; readonly reason: string };

export interface ExecutorPort {
  execute(
    warrant: Envelope,
    plan: Uint8Array,
  ): Promise<{ readonly execution: string; readonly report: ExecutionReport }>;
  /** How it stands; waits up to `wait` seconds for its end. */
  execution(id: string, wait: number): Promise<ExecutionReport>;
}

export interface CollectorPort {
  /** The newest signed snapshot (`after` 0), or signed deltas since a serial. */
  estate(after: number, wait: number, signal: AbortSignal): Promise<readonly Envelope[]>;
}

export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void;
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A step of a case starts and ends. */
  begin(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
  end(caseId: string, step: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface Clock {
  /** Milliseconds since 1970, of the wall. */
  now(): number;
  /** Milliseconds that only grow, for durations. */
  monotonic(): number;
  sleep(ms: number): Promise<void>;
}
