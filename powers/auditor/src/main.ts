import { randomBytes } from "node:crypto";
import { signerFromSeed } from "@trias/core";
import { createTokenVerifier, serve, startProcess } from "@trias/link";
import { charterSchema, wasmCedarEngine } from "@trias/policy";
import { createPool, type Pool, transaction } from "@trias/postgres";
import { type ProcessConfig, parseValue } from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { rulesReasoner } from "@trias/reasoning";
import { openAuditor } from "./auditor.ts";
import { AuditorError } from "./errors.ts";
import { auditorRoutes } from "./main/routes.ts";
import type { Clock, Database } from "./ports.ts";

const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

startProcess(async ({ config, log }) => {
  const pool = createPool(need(config.database_url, "database_url"), { max: 8 });
  const identity = need(config.identity, "identity");
  const auditor = await openAuditor({
    database: databaseOf(pool),
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
    charter: parseValue(charterSchema, config.settings["charter"], "the charter"),
    cedar: wasmCedarEngine(),
    reach: createReachEngine(),
    reasoner: rulesReasoner,
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
      await pool.close();
    },
  };
});

/** A transaction is not run again by itself: what it appends to the tree in memory is taken back once, by the writer. */
function databaseOf(pool: Pool): Database {
  return {
    query: async <Row>(text: string, values?: readonly unknown[]) => (await pool.query<Row>(text, values)).rows,
    transaction: (work) =>
      transaction(
        pool,
        (tx) =>
          work({
            query: async <Row>(text: string, values?: readonly unknown[]) => (await tx.query<Row>(text, values)).rows,
          }),
        { retries: 0 },
      ),
  };
}

function seed({ seeds }: ProcessConfig, name: string): string {
  return need(seeds[name], `seeds.${name}`);
}

function need<T>(value: T | undefined, at: string): T {
  if (value !== undefined) return value;
  throw new AuditorError("misconfigured", "a setting is missing", { at, fix: "the supervisor hands it over" });
}
