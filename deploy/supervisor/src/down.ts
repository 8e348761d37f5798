import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { stopLeftPostgres } from "./database.ts";
import { SupervisorError } from "./errors.ts";
import type { Layout } from "./layout.ts";
import { lockHolder, startOf } from "./lock.ts";
import { readEndpoints } from "./people.ts";
import { DEFAULT_PORT_BASE, POSTGRES_PORT } from "./processes.ts";
import { hasVault, openVault } from "./vault.ts";

const PATIENCE_MS = 30_000;

/** Stops the system of a state folder, and whatever a killed supervisor left of it; returns whether anything ran. */
export async function stopSystem(layout: Layout): Promise<boolean> {
  const holder = lockHolder(layout);
  if (holder !== null) {
    process.kill(holder.pid, "SIGTERM");
    const until = Date.now() + PATIENCE_MS;
    while (startOf(holder.pid) === holder.started) {
      if (Date.now() > until) {
        throw new SupervisorError("still_running", `process ${holder.pid} does not stop`, {
          fix: `\`kill -9 ${holder.pid}\`, then \`trias down\` again`,
        });
      }
      await sleep(25);
    }
  }
  if (!hasVault(layout)) return holder !== null;
  const base = readEndpoints(layout)?.port_base ?? DEFAULT_PORT_BASE;
  const left = await stopLeftPostgres(layout, openVault(layout), base + POSTGRES_PORT);
  return holder !== null || left;
}

/** Removes everything that a system kept: keys, cases, ledger, sandbox. Refuses while one runs. */
export async function resetSystem(layout: Layout): Promise<void> {
  if (lockHolder(layout) !== null) {
    throw new SupervisorError("still_running", "the system runs", {
      at: layout.state,
      fix: "stop it with `trias down` first",
    });
  }
  await stopSystem(layout);
  for (const folder of new Set([layout.cells, layout.state])) rmSync(folder, { recursive: true, force: true });
}
