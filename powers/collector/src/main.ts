import { setTimeout as pause } from "node:timers/promises";
import { signerFromSeed } from "@trias/core";
import { createClient, type ProcessContext, type Running, route, serve, startProcess } from "@trias/link";
import { auditorApi, collectorApi, PROTOCOL_VERSION } from "@trias/protocol";
import { createSandboxCloud } from "@trias/sandbox";
import { startCollector } from "./collector.ts";
import { CollectorError } from "./errors.ts";
import type { AuditorPort, Clock } from "./ports.ts";

const clock: Clock = {
  monotonic: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, { signal }).catch(() => undefined),
};

async function main({ config, log }: ProcessContext): Promise<Running> {
  const seed = config.seeds["estate"];
  if (seed === undefined) {
    throw new CollectorError("key_missing", "the collector was given no key to sign with", {
      at: "seeds.estate",
      fix: "the supervisor makes one at first start",
    });
  }
  const clients = {
    sandbox: createClient({ config, peer: "sandbox" }),
    auditor: createClient({ config, peer: "auditor" }),
  };
  const auditor: AuditorPort = {
    snapshot: (envelope) => clients.auditor.call(auditorApi.snapshot, { body: envelope, timeoutMs: 120_000 }),
    wanted: async (wait, signal) =>
      (await clients.auditor.call(auditorApi.wanted, { query: { wait }, signal })).readings,
    reading: async (envelope) => void (await clients.auditor.call(auditorApi.reading, { body: envelope })),
  };
  const cloud = createSandboxCloud(clients.sandbox);
  const collector = startCollector({ cloud, auditor, signer: signerFromSeed(seed), clock, log });
  const served = await serve({
    config,
    log,
    routes: [
      route(collectorApi.health, () => {
        const [ok, notes] = [collector.ok(), collector.notes()];
        return { process: "collector" as const, ok, protocol: PROTOCOL_VERSION, build: config.build, notes };
      }),
      route(collectorApi.estate, async ({ query, signal }) => ({
        envelopes: [...(await collector.estate(query.after, query.wait * 1000, signal))],
      })),
    ],
  });
  return {
    async close() {
      await Promise.all([served.close(), collector.stop()]);
      for (const client of Object.values(clients)) client.close();
    },
  };
}

startProcess(main);
