import { setTimeout as sleep } from "node:timers/promises";
import { asDigest, toBase64 } from "@trias/core";
import {
  type Client,
  createClient,
  createTokenVerifier,
  type ProcessContext,
  type Running,
  route,
  serve,
  startProcess,
} from "@trias/link";
import { createModelAdviser, modelSettingsSchema } from "@trias/model";
import { createLibraryPool, createPool } from "@trias/postgres";
import {
  auditorApi,
  caseIdSchema,
  collectorApi,
  executorApi,
  MIB,
  orchestratorApi,
  PROTOCOL_VERSION,
  type ProcessConfig,
  parseValue,
} from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { type Adviser, createRulesReasoner } from "@trias/reasoning";
import { Stops } from "./cases/stops.ts";
import { OrchestratorError } from "./errors.ts";
import { EstateMirror } from "./estate/mirror.ts";
import { FeedPuller } from "./feed/puller.ts";
import type { AuditorPort, Clock, CollectorPort, ExecutorPort } from "./ports.ts";
import { healthOf, troubles } from "./routes.ts";
import { Plans } from "./store/plans.ts";
import { ResourceLocks } from "./store/resource-locks.ts";
import { TraceWriter, traceOf } from "./store/trace.ts";
import { launchEngine } from "./workflows/engine.ts";

startProcess(main);

async function main({ config, log }: ProcessContext): Promise<Running> {
  const database = createPool(databaseUrl(config), { max: 4 });
  const notebook = createPool(databaseUrl(config), { max: 4, commitsLater: true });
  const clients = {
    auditor: createClient({ config, peer: "auditor" }),
    executor: createClient({ config, peer: "executor" }),
    collector: createClient({ config, peer: "collector" }),
  };
  const auditor = auditorPort(clients.auditor);
  const collector = collectorPort(clients.collector);
  const mirror = new EstateMirror({ collector, pin: pin(config, "collector.estate"), clock, log });
  const stops = await Stops.load(notebook);
  const adviser = adviserOf(config);
  mirror.start();
  const engine = await launchEngine({
    databaseUrl: databaseUrl(config),
    pool: createLibraryPool(databaseUrl(config), { max: 8, name: "trias-orchestrator" }),
    deps: {
      database,
      notebook,
      auditor,
      executor: executorPort(clients.executor),
      mirror,
      plans: new Plans(database),
      locks: new ResourceLocks(notebook),
      traces: new TraceWriter(notebook, log),
      stops,
      reasoner: createRulesReasoner(),
      adviser,
      reach: createReachEngine(),
      receiptPin: pin(config, "auditor.receipt"),
      executorPin: pin(config, "executor.report"),
      clock,
      log,
    },
  });
  const puller = new FeedPuller({ auditor, database: notebook, stops, engine, clock, log });
  puller.start();
  const watched = { database, mirror, puller, clock };
  const served = await serve({
    config,
    log,
    ...(config.identity === undefined ? {} : { people: tokenVerifier(config.identity, config.tls.ca) }),
    routes: [
      route(orchestratorApi.health, async () =>
        healthOf(config.build, PROTOCOL_VERSION, await troubles(watched), adviser),
      ),
      route(orchestratorApi.trace, async ({ param }) => {
        const caseId = parseValue(caseIdSchema, param("case"), "the case id");
        return { case: caseId, steps: await traceOf(database, caseId) };
      }),
    ],
  });
  return {
    // INVARIANT: open workflows are left as they are, and the next life resumes them. Closing the stores first would make them fail.
    async close() {
      puller.stop();
      mirror.stop();
      await served.close();
    },
  };
}

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms) => sleep(ms),
};

/** A model with settings, key and budget of its own, or none. */
function adviserOf({ settings, data_dir: folder }: ProcessConfig): Adviser | null {
  const { model } = settings;
  if (model === undefined) return null;
  return createModelAdviser({
    settings: parseValue(modelSettingsSchema, model, "the model's settings"),
    folder,
    ...clock,
  });
}

function databaseUrl({ database_url: url }: ProcessConfig): string {
  if (url !== undefined) return url;
  throw new OrchestratorError("config_malformed", "the configuration names no database", { at: "database_url" });
}

function pin({ pins }: ProcessConfig, name: string): string {
  const key = pins[name];
  if (key !== undefined) return key;
  throw new OrchestratorError("config_malformed", `the configuration pins no key \`${name}\``, { at: "pins" });
}

function tokenVerifier(identity: NonNullable<ProcessConfig["identity"]>, ca: string) {
  const { issuer, audience, jwks_url: jwksUrl } = identity;
  return createTokenVerifier({ issuer, audience, ca, ...(jwksUrl === undefined ? {} : { jwksUrl }) });
}

function auditorPort(client: Client): AuditorPort {
  return {
    feed: async (after, wait, signal) => (await client.call(auditorApi.feed, { query: { after, wait }, signal })).items,
    judge: (caseId, plan) => client.call(auditorApi.judge, { body: { case: caseId, plan: toBase64(plan) } }),
    decline: (body) => client.call(auditorApi.decline, { body }),
    note: async (caseId, step, text, use) => {
      await client.call(auditorApi.note, { body: { case: caseId, step, text, ...(use === undefined ? {} : { use }) } });
    },
    warrant: (caseId, planDigest, executor_key) =>
      client.call(auditorApi.warrant, { body: { case: caseId, plan_digest: asDigest(planDigest), executor_key } }),
  };
}

function executorPort(client: Client): ExecutorPort {
  return {
    execute: (warrant, plan) => client.call(executorApi.execute, { body: { warrant, plan: toBase64(plan) } }),
    execution: async (execution, wait) =>
      (await client.call(executorApi.execution, { params: { execution }, query: { wait } })).report,
  };
}

function collectorPort(client: Client): CollectorPort {
  return {
    estate: async (after, wait, signal) =>
      (await client.call(collectorApi.estate, { query: { after, wait }, signal, maxBytes: 256 * MIB })).envelopes,
  };
}
