import { setTimeout as sleep } from "node:timers/promises";
import { signerFromSeed } from "@trias/core";
import { checkPublicKey } from "@trias/ledger";
import {
  createClient,
  createTokenVerifier,
  type ProcessContext,
  type Running,
  route,
  serve,
  startProcess,
  type VerifiedPerson,
} from "@trias/link";
import { createPool, type Pool, transaction } from "@trias/postgres";
import { auditorApi, executorApi, PROTOCOL_VERSION, type ProcessConfig, parseValue } from "@trias/protocol";
import { createSandboxCloud } from "@trias/sandbox";
import { z } from "zod";
import { type Engine, startEngine } from "./engine.ts";
import { ExecutorError } from "./errors.ts";
import { DEFAULT_RESUME_GROUPS, halt, localHalt, resume } from "./halt.ts";
import type { Auditor, Clock, Database } from "./ports.ts";
import { execute, follow } from "./service.ts";
import { haltState } from "./store/runner.ts";

const settingsSchema = z.strictObject({
  /** How long after a deadline the cloud is still asked what became of an operation, and how long a way back may take. */
  settle_ms: z.int().min(0).max(3_600_000).default(120_000),
  /** The identity provider's groups whose members may take a halt back. */
  resume_groups: z
    .array(z.string().max(200))
    .max(16)
    .default([...DEFAULT_RESUME_GROUPS]),
});

startProcess(run);

export async function run({ config, log }: ProcessContext): Promise<Running> {
  const settings = parseValue(settingsSchema, config.settings, "the executor's settings");
  const signer = signerFromSeed(needed(config.seeds["report"], "seeds.report"));
  const log_key = { name: needed(config.log_origin, "log_origin"), publicKey: pin(config, "auditor.log") };
  const pool = createPool(needed(config.database_url, "database_url"), { max: 6 });
  const clock: Clock = { now: Date.now, monotonic: () => performance.now(), sleep: (ms) => sleep(ms) };
  const auditor = createClient({ config, peer: "auditor" });
  const sandbox = createClient({ config, peer: "sandbox" });
  const halted = localHalt(config.data_dir);
  const database = databaseOf(pool);
  const engine = await startEngine({
    database,
    cloud: createSandboxCloud(sandbox),
    auditor: auditorOf(auditor),
    clock,
    log,
    trust: { warrantKey: pin(config, "auditor.warrant"), log: log_key, executorKey: signer.publicKey },
    signer,
    localHalt: halted,
    settleMs: settings.settle_ms,
    fatal: () => process.exit(1),
  });
  const served = await serve({
    config,
    log,
    routes: routesOf(config, engine, database, clock, halted, settings.resume_groups),
    ...(config.identity ? { people: verifierOf(config, config.identity) } : {}),
  });
  return {
    async close() {
      engine.close();
      await served.close();
      auditor.close();
      sandbox.close();
      await pool.close();
    },
  };
}

function routesOf(
  config: ProcessConfig,
  engine: Engine,
  database: Database,
  clock: Clock,
  halted: () => string | undefined,
  mayResume: readonly string[],
) {
  const isHalted = async () => halted() !== undefined || (await haltState(database)).halted;
  return [
    route(executorApi.health, () => health(config, database, halted)),
    route(executorApi.execute, ({ body }) => execute(engine.service, body.warrant, body.plan)),
    route(executorApi.execution, ({ param, query }) => follow(engine.service, param("execution"), query.wait)),
    route(executorApi.halt, async ({ body, person }) => {
      await halt(database, clock, asker(person), body.reason);
      return { halted: true };
    }),
    route(executorApi.resume, async ({ person }) => {
      await resume(database, clock, asker(person), mayResume);
      return { halted: await isHalted() };
    }),
  ];
}

async function health(config: ProcessConfig, database: Database, halted: () => string | undefined) {
  const notes: string[] = [];
  const local = halted();
  if (local !== undefined) notes.push(`halted: ${local}`);
  try {
    const { halted: byPerson, reason } = await haltState(database);
    if (byPerson) notes.push(`halted: ${reason ?? "no reason given"}`.slice(0, 500));
  } catch {
    return { ...about(config), ok: false, notes: [...notes, "the database does not answer"] };
  }
  return { ...about(config), ok: true, notes };
}

function about(config: ProcessConfig) {
  return { process: "executor" as const, protocol: PROTOCOL_VERSION, build: config.build };
}

function asker(person: VerifiedPerson | undefined): VerifiedPerson {
  if (!person) throw new ExecutorError("forbidden", "only a person may do this");
  return person;
}

function databaseOf(pool: Pool): Database {
  return { query: pool.query, transaction: (work) => transaction(pool, work) };
}

function auditorOf(client: ReturnType<typeof createClient>): Auditor {
  return {
    consistency: (from, to) => client.call(auditorApi.consistency, { query: { from, to }, timeoutMs: 5000 }),
    report: async (envelope) => {
      await client.call(auditorApi.report, { body: envelope });
    },
  };
}

function verifierOf(config: ProcessConfig, { issuer, audience, jwks_url }: NonNullable<ProcessConfig["identity"]>) {
  return createTokenVerifier({
    issuer,
    audience,
    ca: config.tls.ca,
    ...(jwks_url === undefined ? {} : { jwksUrl: jwks_url }),
  });
}

function pin(config: ProcessConfig, name: string): string {
  const key = needed(config.pins[name], `pins.${name}`);
  checkPublicKey(key);
  return key;
}

function needed<T>(value: T | undefined, at: string): T {
  if (value !== undefined) return value;
  throw new ExecutorError("bad_request", "the configuration lacks what the executor can't do without", { at });
}
