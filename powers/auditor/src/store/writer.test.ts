import { signerFromSeed, toBase64 } from "@trias/core";
import { leafHash, openCheckpoint } from "@trias/ledger";
import { createPool, type Pool } from "@trias/postgres";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { migrations } from "../__fixtures__/database.ts";
import { AuditorError } from "../errors.ts";
import { databaseOver } from "../main/database.ts";
import type { Clock, Database, Log } from "../ports.ts";
import { openLedger } from "./open-ledger.ts";
import { Writer } from "./writer.ts";

const log: Log = { info() {}, warn() {}, error() {}, begin() {}, end() {} };
const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(9)));
const key = { name: "trias.test/audit/2026", publicKey: signer.publicKey };
const clock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };

let cluster: ThrowAwayCluster;
let pool: Pool;
let url: string;

beforeAll(async () => {
  cluster = await throwAwayCluster();
}, 60_000);
beforeEach(async () => {
  ({ url } = await cluster.database("auditor", await migrations()));
  pool = createPool(url, { max: 4 });
  return () => pool.close();
});
afterAll(() => cluster.stop(), 60_000);

async function open(database: Database = databaseOver(pool), at: Clock = clock): Promise<Writer> {
  const { tree, checkpoint } = await openLedger(database, key, at);
  return new Writer({ database, tree, checkpoint, origin: key.name, signer, extensions: ["x 1"], clock: at, log });
}

function note(writer: Writer, text: string) {
  return writer.write(async (change) => change.append({ type: "ticket", body: { text } }));
}

test("what is written at once is committed together, in order, under one signed checkpoint", async () => {
  const writer = await open();
  const written = await Promise.all(Array.from({ length: 150 }, (_, i) => note(writer, String(i))));
  expect(written.map(({ index }) => index)).toEqual(Array.from({ length: 150 }, (_, i) => i));
  const { rows } = await pool.query<{ n: number }>("SELECT count(*) AS n FROM ledger.checkpoint");
  expect(rows[0]?.n).toBeLessThan(10);
  const checkpoint = openCheckpoint(writer.checkpoint.note, key);
  expect(checkpoint).toMatchObject({ size: 150, root: writer.tree.root(), extensions: ["x 1"] });
  const stored = await pool.query<{ body: Uint8Array }>("SELECT body FROM ledger.entry WHERE seq = 77");
  expect(writer.tree.leaf(77)).toEqual(leafHash(new Uint8Array(stored.rows[0]?.body ?? [])));
});

test("an operation that fails takes nothing of its neighbours with it", async () => {
  const writer = await open();
  const hooks: string[] = [];
  const failing = writer.write(async (change) => {
    change.append({ type: "ticket", body: { text: "never" } });
    change.afterCommit(() => hooks.push("never"));
    throw new AuditorError("conflict", "not like this");
  });
  const broken = writer.write((change) => change.sql.query("SELECT 1 / 0"));
  const fine = [note(writer, "a"), note(writer, "b")];
  await expect(failing).rejects.toThrow(/not like this/);
  await expect(broken).rejects.toThrow(/division by zero/);
  expect((await Promise.all(fine)).map(({ index }) => index)).toEqual([0, 1]);
  expect(hooks).toEqual([]);
  expect(writer.tree.size).toBe(2);
});

test("a write that nobody waited for takes only its own operation with it, alone or among others", async () => {
  const writer = await open();
  const broken = () =>
    writer.write(async (change) => {
      change.append({ type: "ticket", body: { text: "never" } });
      change.put("INSERT INTO auditor.feed (n, case_id, item) VALUES ($1, 'C-000000000000', '{}')", [0]);
      return "seemed well";
    });
  await expect(broken()).rejects.toThrow(/did not confirm/);
  expect(writer.tree.size).toBe(0);
  const [before, failing, after] = [note(writer, "a"), broken(), note(writer, "b")];
  await expect(failing).rejects.toThrow(/feed_n_check|violates/);
  expect([await before, await after].map(({ index }) => index)).toEqual([0, 1]);
  await expect(open()).resolves.toMatchObject({ checkpoint: { size: 2 } });
});

test("an entry that does not fit is refused, and the next is written", async () => {
  const writer = await open();
  await expect(note(writer, "x".repeat(70_000))).rejects.toThrow(/does not fit the ledger/);
  expect(await note(writer, "small")).toMatchObject({ index: 0 });
});

/** A database whose next commit takes effect and then reports a broken connection, or fails before. */
function unlucky(database: Database, how: "after" | "before"): { database: Database; arm(): void } {
  let armed = false;
  return {
    arm: () => {
      armed = true;
    },
    database: {
      query: (text, values) => database.query(text, values),
      session: (work) => database.session(work),
      transaction: async (work) => {
        if (!armed) return database.transaction(work);
        armed = false;
        if (how === "after") {
          await database.transaction(work);
          throw new TypeError("the connection broke after the commit");
        }
        return database.transaction(async (sql) => {
          await work(sql);
          throw new TypeError("the connection broke before the commit");
        });
      },
    },
  };
}

test("a commit whose answer was lost is looked up: it took effect", async () => {
  const { database, arm } = unlucky(databaseOver(pool), "after");
  const writer = await open(database);
  await note(writer, "a");
  arm();
  expect(await note(writer, "b")).toMatchObject({ index: 1 });
  expect(await note(writer, "c")).toMatchObject({ index: 2 });
  expect(writer.checkpoint.size).toBe(3);
});

test("a commit that failed is taken back in memory too", async () => {
  const { database, arm } = unlucky(databaseOver(pool), "before");
  const writer = await open(database);
  await note(writer, "a");
  arm();
  await expect(note(writer, "lost")).rejects.toThrow(/did not confirm/);
  expect(writer.tree.size).toBe(1);
  expect(await note(writer, "b")).toMatchObject({ index: 1 });
  await expect(open()).resolves.toMatchObject({ checkpoint: { size: 2 } });
});

test("a second writer is found out", async () => {
  const [first, second] = [await open(), await open()];
  await note(first, "a");
  await expect(note(second, "b")).rejects.toThrow();
  await expect(note(second, "b")).rejects.toMatchObject({ code: "second_writer" });
  expect(await note(first, "c")).toMatchObject({ index: 1 });
});

test("a ledger that was rewritten, cut short or signed by another is not opened", async () => {
  const writer = await open();
  for (const text of ["a", "b", "c"]) await note(writer, text);
  const admin = new URL(cluster.adminUrl);
  admin.pathname = new URL(url).pathname;
  const superuser = createPool(admin.href, { max: 1 });
  const tamper = async (...statements: string[]) => {
    await superuser.query("ALTER TABLE ledger.entry DISABLE TRIGGER ALL");
    await superuser.query("ALTER TABLE ledger.checkpoint DISABLE TRIGGER ALL");
    for (const statement of statements) await superuser.query(statement);
  };
  await tamper("UPDATE ledger.entry SET body = 'x', leaf_hash = sha256('\\x00'::bytea || 'x'::bytea) WHERE seq = 1");
  await expect(open()).rejects.toMatchObject({ code: "ledger_mismatch" });
  await tamper("DELETE FROM ledger.entry WHERE seq = 2");
  await expect(open()).rejects.toThrow(/over 3 entries, the database holds 2/);
  await tamper("DELETE FROM ledger.checkpoint");
  await expect(open()).rejects.toThrow(/no checkpoint/);
  await superuser.close();
});

test("a clock behind the newest entry is refused", async () => {
  const writer = await open();
  await note(writer, "a");
  const behind: Clock = { ...clock, now: () => Date.now() - 60_000 };
  await expect(open(databaseOver(pool), behind)).rejects.toMatchObject({ code: "clock_behind" });
  const skewed: Clock = { ...clock, now: () => Date.now() - 10_000 };
  await expect(open(databaseOver(pool), skewed)).resolves.toBeDefined();
});
