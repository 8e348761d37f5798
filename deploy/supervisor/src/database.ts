import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Cluster, migrate, provision, readMigrations, startCluster } from "@trias/postgres/admin";
import type { Kept } from "./keeper.ts";
import { cellOf, type Layout } from "./layout.ts";
import { PROCESSES, type ProcessName } from "./processes.ts";
import type { Secrets } from "./vault.ts";

/** Addresses of the powers' own databases, each with its own login. */
export type DatabaseUrls = Partial<Readonly<Record<ProcessName, string>>>;

/** The embedded server, as something to keep running. `started` gets each life of it. */
export function keptPostgres(
  layout: Layout,
  secrets: Secrets,
  port: number,
  throwAway: boolean,
  started: (cluster: Cluster) => void,
): Kept {
  return {
    name: "postgres",
    async start() {
      const cluster = await startCluster({
        dir: cellOf(layout, "postgres"),
        port,
        superuserPassword: secrets.databases.administrator,
        throwAway,
      });
      started(cluster);
      return { pid: cluster.pid, exited: cluster.ended.then(() => "ended"), stop: () => cluster.stop() };
    },
    // Starting it includes waiting until it takes connections.
    answers: () => Promise.resolve(true),
  };
}

/** Makes each power's database and login, and brings its schema to this build's. */
export async function prepareDatabases(
  layout: Layout,
  secrets: Secrets,
  adminUrl: string,
  prefix: string,
): Promise<DatabaseUrls> {
  const stores = PROCESSES.filter(({ database }) => database).map(({ name }) => ({
    power: name,
    password: secrets.databases[name as "orchestrator" | "auditor" | "executor"],
    createsSchemas: name === "orchestrator",
  }));
  const made = await provision(adminUrl, { prefix, powers: stores });
  await Promise.all(
    made.map(async (store) => {
      const folder = join(layout.clone, "powers", store.power, "migrations");
      if (existsSync(folder)) await migrate(adminUrl, store.database, await readMigrations(folder), store);
    }),
  );
  return Object.fromEntries(made.map(({ power, url }) => [power, url]));
}

/** Stops a server that a killed supervisor left behind; does nothing where none is left. */
export async function stopLeftPostgres(layout: Layout, secrets: Secrets, port: number): Promise<boolean> {
  const dir = cellOf(layout, "postgres");
  if (!existsSync(join(dir, "data", "postmaster.pid"))) return false;
  const cluster = await startCluster({ dir, port, superuserPassword: secrets.databases.administrator });
  await cluster.stop();
  return true;
}
