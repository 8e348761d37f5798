import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Migration, migrate } from "./migrate.ts";
import { createPool, type Pool } from "./pool.ts";
import { provision } from "./provision.ts";
import { type ThrowAwayCluster, throwAwayCluster } from "./testing.ts";
import { transaction } from "./transaction.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 });

let cluster: ThrowAwayCluster;
const pools: Pool[] = [];
beforeAll(async () => {
  cluster = await throwAwayCluster();
});
afterAll(async () => {
  for (const pool of pools) await pool.close();
  await cluster.stop();
});

function open(url: string, max = 4): Pool {
  const pool = createPool(url, { max });
  pools.push(pool);
  return pool;
}
const password = () => randomBytes(24).toString("base64url");
const counter: Migration[] = [
  {
    name: "001_counter.sql",
    sql: "create table counter (id int primary key, n bigint not null); insert into counter values (1, 0); grant select, update on counter to {{login}};",
  },
];

describe("provisioning", () => {
  test("a login reaches its own database and no other, and can't make tables there", async () => {
    const [a, b] = await provision(cluster.adminUrl, {
      prefix: "own",
      powers: [
        { power: "auditor", password: password() },
        { power: "executor", password: password() },
      ],
    });
    const mine = open(a?.url ?? "");
    expect((await mine.query<{ u: string }>("select current_user as u")).rows[0]?.u).toBe("own_auditor");
    await expect(mine.query("create table t (n int)")).rejects.toThrow("permission denied");
    await expect(mine.query("create schema s")).rejects.toThrow("permission denied");
    const trespass = new URL(a?.url ?? "");
    for (const database of [b?.database, "postgres", "template1"]) {
      trespass.pathname = `/${database}`;
      await expect(open(trespass.href).query("select 1")).rejects.toThrow("permission denied for database");
    }
    await expect(mine.query("set role own_auditor_owner")).rejects.toThrow("permission denied");
  });

  test("it may be repeated, and the password is the newest", async () => {
    const powers = [{ power: "executor", password: password() }];
    const [before] = await provision(cluster.adminUrl, { prefix: "again", powers });
    const [after] = await provision(cluster.adminUrl, {
      prefix: "again",
      powers: [{ power: "executor", password: password() }],
    });
    await expect(open(before?.url ?? "").query("select 1")).rejects.toThrow("password authentication failed");
    expect((await open(after?.url ?? "").query("select 1")).count).toBe(1);
  });

  test("the password is stored as a SCRAM verifier", async () => {
    await provision(cluster.adminUrl, { prefix: "hash", powers: [{ power: "executor", password: password() }] });
    const { rows } = await open(cluster.adminUrl).query<{ rolpassword: string }>(
      "select rolpassword from pg_authid where rolname = 'hash_executor'",
    );
    expect(rows[0]?.rolpassword).toMatch(/^SCRAM-SHA-256\$4096:/);
  });

  test("a login that keeps schemas of its own may make them in its own database", async () => {
    const [made] = await provision(cluster.adminUrl, {
      prefix: "dbos",
      powers: [{ power: "orchestrator", password: password(), createsSchemas: true }],
    });
    const pool = open(made?.url ?? "");
    await pool.query("create schema dbos");
    await pool.query("create table dbos.t (n int)");
  });

  test("a name that is none is refused before it reaches the server", async () => {
    const powers = [{ power: 'x"; drop', password: password() }];
    await expect(provision(cluster.adminUrl, { prefix: "p", powers })).rejects.toMatchObject({
      code: "name_malformed",
    });
  });
});

describe("migrations", () => {
  const second = { name: "002_more.sql", sql: "create table more (n int)" };

  test("are applied once, in order, as the owner", async () => {
    const made = await cluster.database("executor", counter);
    expect(await migrate(cluster.adminUrl, made.database, counter, made)).toBe(0);
    expect(await migrate(cluster.adminUrl, made.database, [...counter, second], made)).toBe(1);
    const { rows } = await open(made.url).query<{ tableowner: string }>(
      "select tableowner from pg_tables where tablename = 'more'",
    );
    expect(rows[0]?.tableowner).toBe(made.owner);
  });

  test("one that was changed after it was applied is refused", async () => {
    const made = await cluster.database("executor", counter);
    const changed = counter.map((file) => ({ ...file, sql: `${file.sql} -- changed` }));
    await expect(migrate(cluster.adminUrl, made.database, changed, made)).rejects.toMatchObject({
      code: "migration_changed",
    });
  });

  test("a schema that is newer than the build is refused", async () => {
    const made = await cluster.database("executor", [...counter, second]);
    await expect(migrate(cluster.adminUrl, made.database, counter, made)).rejects.toMatchObject({
      code: "version_skew",
    });
  });

  test("one that fails leaves nothing of itself", async () => {
    const made = await cluster.database("executor", counter);
    const broken = { name: "002_broken.sql", sql: "create table half (n int); select 1 / 0" };
    await expect(migrate(cluster.adminUrl, made.database, [...counter, broken], made)).rejects.toMatchObject({
      code: "migration_malformed",
      at: "002_broken.sql",
    });
    expect((await open(made.url).query("select from pg_tables where tablename = 'half'")).count).toBe(0);
  });

  test("numbers have no gap", async () => {
    const gap = [{ name: "002_x.sql", sql: "select 1" }];
    await expect(cluster.database("executor", gap)).rejects.toMatchObject({ code: "migration_malformed" });
  });
});

describe("queries", () => {
  test("64-bit integers come as numbers, and one that would lose digits is an error", async () => {
    const pool = open(cluster.adminUrl);
    expect((await pool.query<{ n: number }>("select 9007199254740991::bigint as n")).rows[0]?.n).toBe(2 ** 53 - 1);
    await expect(pool.query("select 9007199254740993::bigint as n")).rejects.toMatchObject({ code: "number_unsafe" });
    expect((await pool.query("select 1")).count).toBe(1);
  });

  test("a transaction that throws leaves nothing", async () => {
    const pool = open((await cluster.database("executor", counter)).url);
    const attempt = transaction(pool, async (tx) => {
      await tx.query("update counter set n = 7");
      throw new TypeError("changed its mind");
    });
    await expect(attempt).rejects.toThrow("changed its mind");
    expect((await pool.query<{ n: number }>("select n from counter")).rows[0]?.n).toBe(0);
  });

  test("a transaction fails with a statement that it did not wait for, unless that was taken back", async () => {
    const pool = open((await cluster.database("executor", counter)).url);
    await expect(
      transaction(pool, async (tx) => {
        void tx.query("update counter set n = 1").catch(() => undefined);
        void tx.query("select 1 / $1::int", [0]).catch(() => undefined);
        void tx.query("update counter set n = 2").catch(() => undefined);
      }),
    ).rejects.toThrow("division by zero");
    expect((await pool.query("select n from counter")).rows).toEqual([{ n: 0 }]);
    const kept = await transaction(pool, async (tx) => {
      void tx.query("update counter set n = 3");
      void tx.query("savepoint before");
      await tx.query("select 1 / $1::int", [0]).catch(() => tx.query("rollback to before"));
      return tx.query<{ n: number }>("select n from counter");
    });
    expect(kept.rows).toEqual([{ n: 3 }]);
    expect((await pool.query("select n from counter")).rows).toEqual([{ n: 3 }]);
  });

  test("commits that may be lost with the machine's power are there for everybody at once", async () => {
    const { url } = await cluster.database("executor", counter);
    const [hasty, careful] = [createPool(url, { commitsLater: true }), open(url)];
    pools.push(hasty);
    await hasty.query("update counter set n = 7");
    expect((await careful.query("select n from counter")).rows).toEqual([{ n: 7 }]);
    expect((await hasty.query("show synchronous_commit")).rows).toEqual([{ synchronous_commit: "off" }]);
  });

  test("serialisable transactions that meet are run again until all have happened", async () => {
    const pool = open((await cluster.database("executor", counter)).url, 8);
    const add = () =>
      transaction(
        pool,
        async (tx) => {
          const { rows } = await tx.query<{ n: number }>("select n from counter where id = 1");
          await tx.query("update counter set n = $1 where id = 1", [(rows[0]?.n ?? 0) + 1]);
        },
        { isolation: "serializable", retries: 100 },
      );
    await Promise.all(Array.from({ length: 12 }, add));
    expect((await pool.query<{ n: number }>("select n from counter")).rows[0]?.n).toBe(12);
  });

  test("a database that is not there is unavailable, and may be tried again", async () => {
    const pool = open("postgresql://x:y@127.0.0.1:1/x");
    await expect(pool.query("select 1")).rejects.toMatchObject({ code: "unavailable", remedy: "retry" });
    await expect(transaction(pool, async () => 1)).rejects.toMatchObject({ code: "unavailable" });
  });

  test("a connection that the server ends is an unavailable database, and the next query has a new one", async () => {
    const pool = open(cluster.adminUrl, 1);
    await expect(pool.query("select pg_terminate_backend(pg_backend_pid())")).rejects.toMatchObject({
      code: "unavailable",
    });
    expect((await pool.query("select 1")).count).toBe(1);
  });

  test("a statement has a time limit", async () => {
    const pool = createPool(cluster.adminUrl, { statementTimeoutMs: 50 });
    pools.push(pool);
    await expect(pool.query("select pg_sleep(5)")).rejects.toThrow("statement timeout");
  });
});
