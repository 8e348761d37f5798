import { randomBytes } from "node:crypto";
import { signerFromSeed } from "@trias/core";
import { createTokenVerifier, serve, startProcess } from "@trias/link";
import { createModelAdviser, modelSettingsSchema } from "@trias/model";
import { charterSchema, prepareCharter, wasmCedarEngine } from "@trias/policy";
import { createPool } from "@trias/postgres";
import { type ProcessConfig, parseValue } from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { type Adviser, rulesReasoner } from "@trias/reasoning";
import { openAuditor } from "./auditor.ts";
import { AuditorError } from "./errors.ts";
import { databaseOver } from "./main/database.ts";
import { auditorRoutes } from "./main/routes.ts";
import type { Clock } from "./ports.ts";

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

startProcess(async ({ config, log }) => {
  const url = need(config.database_url, "database_url");
  const pool = createPool(url, { max: 6 });
  const notebook = createPool(url, { max: 1, commitsLater: true });
  const identity = need(config.identity, "identity");
  const charter = parseValue(charterSchema, config.settings["charter"], "the charter");
  const cedar = wasmCedarEngine();
  // A policy that can't be evaluated keeps the process from starting, and the first verdict does not wait for the rest.
  prepareCharter(charter, cedar);
  const auditor = await openAuditor({
    database: databaseOver(pool),
    notebook: databaseOver(notebook),
    clock,
    random: (count) => new Uint8Array(randomBytes(count)),
    log,
    origin: need(config.log_origin, "log_origin"),
    signers: {
      receipt: signerFromSeed(seed(config, "receipt")),
      warrant: signerFromSeed(seed(config, "warrant")),
      log: signerFromSeed(seed(config, "log")),
    },
    pins: {
      collectorEstate: need(config.pins["collector.estate"], "pins.collector.estate"),
      executorReport: need(config.pins["executor.report"], "pins.executor.report"),
    },
    charter,
    cedar,
    reach: createReachEngine(),
    reasoner: rulesReasoner,
    adviser: adviserOf(config),
  });
  const served = await serve({
    config,
    log,
    routes: auditorRoutes(auditor, config.build),
    people: createTokenVerifier({
      issuer: identity.issuer,
      audience: identity.audience,
      ca: config.tls.ca,
      ...(identity.jwks_url === undefined ? {} : { jwksUrl: identity.jwks_url }),
    }),
  });
  log.info("ready", { port: served.port, entries: auditor.writer.checkpoint.size });
  return {
    close: async () => {
      await served.close();
      auditor.stop();
      await Promise.all([pool.close(), notebook.close()]);
    },
  };
});

/** A model is the auditor's own: with settings, key and budget of its own, or there is none. */
function adviserOf({ settings, data_dir: folder }: ProcessConfig): Adviser | null {
  const { model } = settings;
  if (model === undefined) return null;
  return createModelAdviser({
    settings: parseValue(modelSettingsSchema, model, "the model's settings"),
    folder,
    ...clock,
  });
}

function seed({ seeds }: ProcessConfig, name: string): string {
  return need(seeds[name], `seeds.${name}`);
}

function need<T>(value: T | undefined, at: string): T {
  if (value !== undefined) return value;
  throw new AuditorError("misconfigured", "a setting is missing", { at, fix: "the supervisor hands it over" });
}
