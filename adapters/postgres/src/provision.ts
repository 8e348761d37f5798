import { PostgresError } from "./errors.ts";
import { identifier, urlOf } from "./names.ts";
import { createPool, type Pool, type Queryable } from "./pool.ts";
import { scramVerifier } from "./scram.ts";

export interface PowerStore {
  /** `auditor`, `executor`, … */
  readonly power: string;
  /** ASCII; the login's password is set to it each time. */
  readonly password: string;
  /** Whether the login may make schemas of its own in its database: the workflow engine keeps its tables itself. */
  readonly createsSchemas?: boolean;
}

export interface Provisioned {
  readonly power: string;
  readonly database: string;
  readonly login: string;
  /** Owns database and tables, and can't log in. */
  readonly owner: string;
  readonly url: string;
}

export interface ProvisionOptions {
  readonly prefix: string;
  readonly powers: readonly PowerStore[];
}

/** Any number will do that nobody else takes: two supervisors on one server must not make the same role at once. */
const LOCK = 0x7472_6961;

/**
 * Makes a database, a login and an owner a power, each out of reach of the other logins. May be repeated at any time, and
 * after it was cut off anywhere.
 */
export async function provision(adminUrl: string, options: ProvisionOptions): Promise<Provisioned[]> {
  const pool = createPool(adminUrl, { max: 1 });
  try {
    return await pool.withConnection(async (admin) => {
      await admin.query("select pg_advisory_lock($1)", [LOCK]);
      const done: Provisioned[] = [];
      for (const power of options.powers) done.push(await provisionOne(admin, adminUrl, options.prefix, power));
      await admin.query("select pg_advisory_unlock($1)", [LOCK]);
      return done;
    });
  } finally {
    await pool.close();
  }
}

async function provisionOne(
  admin: Queryable,
  adminUrl: string,
  prefix: string,
  store: PowerStore,
): Promise<Provisioned> {
  const database = `${prefix}_${store.power}`;
  const login = database;
  const owner = `${database}_owner`;
  await ensureRole(admin, owner);
  await admin.query(`alter role ${identifier(owner)} nologin nosuperuser nocreatedb nocreaterole`);
  await ensureRole(admin, login);
  const limits = "login nosuperuser nocreatedb nocreaterole noinherit";
  await admin.query(`alter role ${identifier(login)} ${limits} password ${verifierLiteral(store.password)}`);
  await letAdminActAs(admin, owner);
  const known = await admin.query("select 1 from pg_database where datname = $1", [database]);
  if (known.count === 0) {
    await admin.query(`create database ${identifier(database)} owner ${identifier(owner)}`);
  }
  await admin.query(`revoke all on database ${identifier(database)} from public`);
  await admin.query(`revoke all on database ${identifier(database)} from ${identifier(login)}`);
  const rights = store.createsSchemas === true ? "connect, create" : "connect";
  await admin.query(`grant ${rights} on database ${identifier(database)} to ${identifier(login)}`);
  await closePublicSchema(urlOf(adminUrl, { database }), login);
  const url = urlOf(adminUrl, { database, user: login, password: store.password });
  return { power: store.power, database, login, owner, url };
}

async function ensureRole(admin: Queryable, role: string): Promise<void> {
  const known = await admin.query("select 1 from pg_roles where rolname = $1", [role]);
  if (known.count === 0) await admin.query(`create role ${identifier(role)}`);
}

/** An administrator who is no superuser (a managed database) has to be a member of a role to give it a database. */
async function letAdminActAs(admin: Queryable, role: string): Promise<void> {
  const me = await admin.query<{ rolsuper: boolean }>("select rolsuper from pg_roles where rolname = current_user");
  if (me.rows[0]?.rolsuper !== true) await admin.query(`grant ${identifier(role)} to current_user`);
}

async function closePublicSchema(url: string, login: string): Promise<void> {
  const pool: Pool = createPool(url, { max: 1 });
  try {
    await pool.query("revoke all on schema public from public");
    await pool.query(`grant usage on schema public to ${identifier(login)}`);
  } finally {
    await pool.close();
  }
}

function verifierLiteral(password: string): string {
  if (!/^[\x21-\x7e]{16,200}$/.test(password)) {
    throw new PostgresError("name_malformed", "a login's password has to be 16 to 200 printable ASCII characters");
  }
  return `'${scramVerifier(password)}'`;
}
