import { fileURLToPath } from "node:url";
import { createPool, type Pool } from "@trias/postgres";
import { type Migration, readMigrations } from "@trias/postgres/admin";

export async function migrations(): Promise<Migration[]> {
  return readMigrations(fileURLToPath(new URL("../../migrations/", import.meta.url)));
}

export function poolOf(url: string): Pool {
  return createPool(url, { max: 8 });
}
