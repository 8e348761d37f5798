import { join } from "node:path";
import { type Log, type Running, serve } from "@trias/link";
import type { ProcessConfig } from "@trias/protocol";
import { createCloud } from "./cloud.ts";
import { createFaults } from "./faults.ts";
import { openJournal } from "./journal.ts";
import { sandboxRoutes } from "./routes.ts";
import { readSeed } from "./seed.ts";

/** Runs the sandbox cloud on what stands in its data folder: `seed.json`, and `journal.ndjson` which it keeps itself. */
export async function runSandbox(
  config: Pick<ProcessConfig, "data_dir" | "listen" | "tls" | "build">,
  log: Log,
): Promise<Running & { readonly url: string }> {
  const seed = readSeed(join(config.data_dir, "seed.json"));
  const journal = openJournal(join(config.data_dir, "journal.ndjson"), seed.digest);
  if (journal.dropped > 0) log.warn("torn_line_dropped", { bytes: journal.dropped });
  const cloud = createCloud({ seed: seed.estate, journal, now: Date.now });
  const routes = sandboxRoutes({ cloud, journal, faults: createFaults(), build: config.build });
  const served = await serve({ config, log, routes });
  log.info("cloud_ready", { serial: cloud.serial(), actions: journal.records.length });
  return {
    url: served.url,
    async close() {
      await served.close();
      journal.close();
    },
  };
}
