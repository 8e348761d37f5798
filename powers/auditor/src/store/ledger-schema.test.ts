import { createPool, type Pool, sqlState } from "@trias/postgres";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrations } from "../__fixtures__/database.ts";

let cluster: ThrowAwayCluster;
let login: Pool;
let admin: Pool;
let owner: string;

const APPEND = "SELECT ledger.append($1, $2::bytea[], $3, $4::text[], $5::text[], $6::bytea[])";

function append(pool: Pool, expected: number, ...bodies: string[]) {
  const bytes = bodies.map((body) => Buffer.from(body));
  return pool.query(APPEND, [expected, bytes, "note", [], [], []]);
}

async function refusal(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
  } catch (error) {
    return sqlState(error);
  }
  return "taken";
}

beforeAll(async () => {
  cluster = await throwAwayCluster();
  const made = await cluster.database("auditor", await migrations());
  owner = made.owner;
  login = createPool(made.url, { max: 4 });
  const url = new URL(cluster.adminUrl);
  url.pathname = `/${made.database}`;
  admin = createPool(url.href, { max: 2 });
  await append(login, 0, "first", "second");
}, 60_000);
afterAll(async () => {
  await login.close();
  await admin.close();
  await cluster.stop();
}, 60_000);

describe("the auditor's login", () => {
  const refused = [
    "INSERT INTO ledger.entry (seq, body, leaf_hash) VALUES (2, 'x', sha256('\\x0078'::bytea))",
    "UPDATE ledger.entry SET body = 'x' WHERE seq = 0",
    "DELETE FROM ledger.entry",
    "TRUNCATE ledger.entry",
    "UPDATE ledger.head SET size = 0",
    "DELETE FROM ledger.head",
    "UPDATE ledger.checkpoint SET note = 'x'",
    "DELETE FROM ledger.checkpoint",
    "INSERT INTO ledger.checkpoint (size, note) VALUES (9, 'x')",
    "INSERT INTO ledger.blob (digest, media_type, bytes) VALUES ('sha256:x', 'x', 'x')",
    "DELETE FROM ledger.blob",
    "ALTER TABLE ledger.entry DISABLE TRIGGER ALL",
    "DROP TABLE ledger.entry",
    "SET session_replication_role = replica",
    "CREATE TABLE ledger.other (x int)",
  ];
  test.each(refused)("is refused: %s", async (sql) => {
    expect(await refusal(login.query(sql))).toBe("42501");
  });

  test("appends behind the size that it expects, and nowhere else", async () => {
    expect(await refusal(append(login, 1, "third"))).toBe("TR001");
    expect(await refusal(append(login, 3, "third"))).toBe("TR001");
    const { rows } = await login.query<{ size: number }>("SELECT size FROM ledger.head");
    expect(rows[0]?.size).toBe(2);
  });

  test("can't append nothing, an empty entry, one that is too large, or a blob under another digest", async () => {
    expect(await refusal(append(login, 2))).toBe("23514");
    expect(await refusal(append(login, 2, ""))).toBe("23514");
    expect(await refusal(append(login, 2, "x".repeat(65_536)))).toBe("23514");
    const blob = [2, [Buffer.from("x")], "note", [`sha256:${"0".repeat(64)}`], ["text/plain"], [Buffer.from("y")]];
    expect(await refusal(login.query(APPEND, blob))).toBe("23514");
  });

  test("of two that append at once, one is told that the size is another", async () => {
    const results = await Promise.all([refusal(append(login, 2, "a")), refusal(append(login, 2, "b"))]);
    expect(results.toSorted()).toEqual(["TR001", "taken"]);
  });
});

describe("the owner of the tables", () => {
  const refused = [
    "UPDATE ledger.entry SET body = 'x' WHERE seq = 0",
    "DELETE FROM ledger.entry",
    "TRUNCATE ledger.entry",
    "DELETE FROM ledger.checkpoint",
    "TRUNCATE ledger.blob",
    "UPDATE ledger.head SET size = 0",
    "TRUNCATE ledger.head",
    "INSERT INTO ledger.head (one, size) VALUES (false, 0)",
  ];
  test.each(refused)("is refused too: %s", async (sql) => {
    const work = admin.withConnection(async (connection) => {
      await connection.query(`SET ROLE "${owner}"`);
      await connection.query(sql);
    });
    expect(["42501", "23514"]).toContain(await refusal(work));
  });

  test("can't be slipped past by a superuser in replica mode", async () => {
    const work = admin.withConnection(async (connection) => {
      await connection.query("SET session_replication_role = replica");
      await connection.query("DELETE FROM ledger.entry");
    });
    expect(await refusal(work)).toBe("42501");
  });

  test("an entry whose leaf hash is another does not fit, even without triggers", async () => {
    const work = admin.withConnection(async (connection) => {
      await connection.query("BEGIN");
      await connection.query("ALTER TABLE ledger.entry DISABLE TRIGGER ALL");
      await connection.query("UPDATE ledger.entry SET body = 'x' WHERE seq = 0");
    });
    expect(await refusal(work)).toBe("23514");
  });
});
