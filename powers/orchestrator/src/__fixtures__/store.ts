import { readdir, readFile } from "node:fs/promises";
import { createPool, type Pool } from "@trias/postgres";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";

export interface TestStore {
  readonly url: string;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** A database of its own with the orchestrator's schema, under a login like the one that it has in earnest. */
export async function testStore(): Promise<TestStore> {
  const cluster: ThrowAwayCluster = await throwAwayCluster();
  const folder = new URL("../../migrations/", import.meta.url);
  const names = (await readdir(folder)).sort();
  const files = await Promise.all(names.map(async (name) => ({ name, sql: await readFile(new URL(name, folder), "utf8") })));
  const { database, login, url } = await cluster.database("orchestrator", files);
  const admin = createPool(cluster.adminUrl, { max: 1 });
  await admin.query(`grant create on database "${database}" to "${login}"`);
  await admin.close();
  const pool = createPool(url);
  return {
    url,
    pool,
    async close() {
      await pool.close();
      await cluster.stop();
    },
  };
}
