import type { ReachEngine } from "@trias/reach";
import type { Adviser, Reasoner } from "@trias/reasoning";
import type { Stops } from "../cases/stops.ts";
import type { EstateMirror } from "../estate/mirror.ts";
import type { AuditorPort, Clock, Database, ExecutorPort, Log } from "../ports.ts";
import type { Plans } from "../store/plans.ts";
import type { ResourceLocks } from "../store/resource-locks.ts";
import type { TraceWriter } from "../store/trace.ts";

/** What workflows work with. */
export interface WorkflowDeps {
  readonly database: Database;
  /** The same, for what may be lost with the machine's power because it is made or heard again. */
  readonly notebook: Database;
  readonly auditor: AuditorPort;
  readonly executor: ExecutorPort;
  readonly mirror: EstateMirror;
  readonly plans: Plans;
  readonly locks: ResourceLocks;
  readonly traces: TraceWriter;
  readonly stops: Stops;
  readonly reasoner: Reasoner;
  /** A model of the orchestrator's own, where it has one. */
  readonly adviser: Adviser | null;
  readonly reach: Pick<ReachEngine, "diff" | "reach">;
  /** Base64 of the auditor's receipt key. */
  readonly receiptPin: string;
  /** Base64 of the key of the executor, which a warrant has to name. */
  readonly executorPin: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The durable operations of the workflow engine that a workflow uses; each is recorded and not repeated after a crash. */
export interface Durable {
  readonly workflow: string;
  step<T>(name: string, run: () => Promise<T>): Promise<T>;
  sleep(ms: number): Promise<void>;
}

export interface ExecuteInput {
  readonly caseId: string;
  readonly planDigest: string;
  /** Position of the feed item that led here. */
  readonly n: number;
}
