import { digestBytes, utf8 } from "@trias/core";
import { PostgresError } from "./errors.ts";
import { identifier, urlOf } from "./names.ts";
import { createPool, type Queryable } from "./pool.ts";
import { transaction } from "./transaction.ts";

/** One numbered file: `001_executions.sql`. `{{login}}` and `{{owner}}` in it stand for the database's roles. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

interface Applied {
  readonly n: number;
  readonly name: string;
  readonly digest: string;
}

/**
 * Brings a database's schema to where `files` end, as the role `owner`, all or nothing. Refuses a
 * file that was changed after it was applied, and a schema that is newer than the files. Returns how many were applied.
 */
export async function migrate(
  adminUrl: string,
  database: string,
  files: readonly Migration[],
  roles: { readonly login: string; readonly owner: string },
): Promise<number> {
  checkNumbers(files);
  const pool = createPool(urlOf(adminUrl, { database }), { max: 1, statementTimeoutMs: 600_000 });
  try {
    return await transaction(pool, async (tx) => {
      await tx.query(`set local role ${identifier(roles.owner)}`);
      await tx.query(
        "create table if not exists public.migrations (n integer primary key, name text not null, digest text not null, applied timestamptz not null default now())",
      );
      await tx.query("lock table public.migrations in exclusive mode");
      await tx.query(`grant select on public.migrations to ${identifier(roles.login)}`);
      const applied = await tx.query<Applied>("select n, name, digest from public.migrations order by n");
      checkApplied(applied.rows, files, database);
      const open = files.slice(applied.rows.length);
      for (const file of open) await apply(tx, file, roles);
      return open.length;
    });
  } finally {
    await pool.close();
  }
}

async function apply(tx: Queryable, file: Migration, roles: { login: string; owner: string }): Promise<void> {
  const sql = file.sql
    .replaceAll("{{login}}", identifier(roles.login))
    .replaceAll("{{owner}}", identifier(roles.owner));
  try {
    await tx.query(sql);
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : "refused";
    throw new PostgresError("migration_malformed", `migration failed: ${what}`, { at: file.name, cause });
  }
  const row = [numberOf(file), file.name, digestOf(file)];
  await tx.query("insert into public.migrations (n, name, digest) values ($1, $2, $3)", row);
}

function checkNumbers(files: readonly Migration[]): void {
  files.forEach((file, i) => {
    if (numberOf(file) !== i + 1) {
      const fix = "number them 001, 002, … without a gap";
      throw new PostgresError("migration_malformed", `expected migration ${i + 1} here`, { at: file.name, fix });
    }
  });
}

function checkApplied(applied: readonly Applied[], files: readonly Migration[], database: string): void {
  if (applied.length > files.length) {
    throw new PostgresError("version_skew", `schema ${applied.length} of \`${database}\` is newer than this build`, {
      at: applied.at(-1)?.name ?? database,
      fix: `this build knows ${files.length}: run the newer one`,
    });
  }
  applied.forEach((row, i) => {
    const file = files[i];
    if (file === undefined || row.n !== i + 1 || row.digest !== digestOf(file)) {
      throw new PostgresError("migration_changed", `migration ${row.n} was applied in another form`, {
        at: row.name,
        fix: "leave applied migrations as they are and add a new one",
      });
    }
  });
}

function numberOf(file: Migration): number {
  return Number(/^(\d{3})_[a-z0-9_]+\.sql$/.exec(file.name)?.[1] ?? Number.NaN);
}

function digestOf(file: Migration): string {
  return digestBytes(utf8(file.sql));
}
