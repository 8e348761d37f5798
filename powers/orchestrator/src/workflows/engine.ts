import { DBOS, type DBOSConfig } from "@dbos-inc/dbos-sdk";
import { messageOf } from "@trias/core";
import type { FeedItem } from "@trias/protocol";
import { type Bell, createBell } from "../bell.ts";
import type { Durable, ExecuteInput, WorkflowDeps } from "./deps.ts";
import { engineLog } from "./engine-log.ts";
import { executeCase } from "./execute-workflow.ts";
import { planCase } from "./plan-workflow.ts";

/** Recovery covers workflows of the same version only: raise it with a change of the order of steps, and never otherwise. */
const WORKFLOW_VERSION = "2";
const EXECUTOR = "orchestrator";
/** A workflow that was killed this often is still resumed: giving a case up is a person's decision. */
const RECOVERIES = 1_000_000;
/** Plans that are made at once; more wait in the feed, which is durable. */
const MOST_PLANS = 64;
const OPEN = new Set(["PENDING", "ENQUEUED", "DELAYED"]);

/** Starts and resumes durable workflows. */
export interface Engine {
  /** Returns once the workflow is recorded, or was before. */
  startPlan(item: FeedItem): Promise<void>;
  startExecute(input: ExecuteInput): Promise<void>;
}

export interface EngineOptions {
  readonly databaseUrl: string;
  /** Connections for the engine's own tables, where others than its own are wanted. */
  readonly pool?: NonNullable<DBOSConfig["systemDatabasePool"]>;
  readonly deps: WorkflowDeps;
}

/** Connects, makes the engine's own tables where they are missing, and resumes what a former life left open. */
export async function launchEngine({ databaseUrl, pool, deps }: EngineOptions): Promise<Engine> {
  const room = new Room();
  const register = <Input>(name: string, run: (input: Input) => Promise<string>) =>
    DBOS.registerWorkflow((input: Input) => watched(deps, () => run(input)), {
      name,
      maxRecoveryAttempts: RECOVERIES,
    });
  const plan = register("plan", async (item: FeedItem) => {
    const { outcome, execute } = await room.during(() => planCase(deps, durable(), item));
    return execute === null ? outcome : executeCase(deps, durable(), execute);
  });
  const execute = register("execute", (input: ExecuteInput) => executeCase(deps, durable(), input));

  DBOS.setConfig({
    name: "trias-orchestrator",
    systemDatabaseUrl: databaseUrl,
    systemDatabasePoolSize: 16,
    ...(pool === undefined ? {} : { systemDatabasePool: pool }),
    executorID: EXECUTOR,
    applicationVersion: WORKFLOW_VERSION,
    // No workflow here waits for messages of others.
    useListenNotify: false,
    logger: engineLog(deps.log, () => deps.clock.monotonic()),
  });
  await DBOS.launch();
  await releaseLeftLocks(deps);

  return {
    async startPlan(item) {
      await room.free(MOST_PLANS);
      await DBOS.startWorkflow(plan, { workflowID: `${item.case}.plan.${item.n}` })(item);
    },
    async startExecute(input) {
      await DBOS.startWorkflow(execute, { workflowID: `${input.caseId}.execute.${input.n}` })(input);
    },
  };
}

function durable(): Durable {
  return {
    workflow: DBOS.workflowID ?? "",
    step: (name, run) => DBOS.runStep(run, { name }),
    sleep: (ms) => DBOS.sleepms(ms),
  };
}

/** A workflow that fails ends for good, which only a fault of ours can cause: it must at least be seen. */
async function watched<T>({ log }: WorkflowDeps, run: () => Promise<T>): Promise<T> {
  const workflow = DBOS.workflowID;
  try {
    return await run();
  } catch (error) {
    log.error("workflow_failed", { workflow, error: messageOf(error) });
    throw error;
  }
}

/** Locks of workflows that have ended without releasing them: one was cancelled by hand while no process ran. */
async function releaseLeftLocks({ locks, log }: WorkflowDeps): Promise<void> {
  for (const holder of await locks.holders()) {
    const status = await DBOS.getWorkflowStatus(holder);
    if (status !== null && OPEN.has(status.status)) continue;
    log.warn("lock_left", { holder });
    await locks.release(holder);
  }
}

/** Counts what is under way. */
class Room {
  private taken = 0;
  private readonly left: Bell = createBell();

  async during<T>(run: () => Promise<T>): Promise<T> {
    this.taken += 1;
    try {
      return await run();
    } finally {
      this.taken -= 1;
      this.left.ring();
    }
  }

  async free(most: number): Promise<void> {
    while (this.taken >= most) await this.left.wait(1000);
  }
}
