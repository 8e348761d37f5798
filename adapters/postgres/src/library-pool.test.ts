import { afterAll, beforeAll, expect, test } from "vitest";
import { createLibraryPool } from "./library-pool.ts";
import { type ThrowAwayCluster, throwAwayCluster } from "./testing.ts";

let cluster: ThrowAwayCluster;
beforeAll(async () => {
  cluster = await throwAwayCluster();
}, 120_000);
afterAll(() => cluster.stop());

test("statements with parameters are prepared, by the pool and by a client of it; others are sent as they are", async () => {
  const pool = createLibraryPool(cluster.adminUrl, { max: 1, name: "library" });
  try {
    expect((await pool.query("select $1::int + 1 as n", [41])).rows).toEqual([{ n: 42 }]);
    const client = await pool.connect();
    expect((await client.query("select $1::int + 1 as n", [1])).rows).toEqual([{ n: 2 }]);
    expect((await client.query("select 3 as n")).rows).toEqual([{ n: 3 }]);
    const answered = new Promise((resolve) => {
      client.query("select $1::text as t", ["by callback"], (_error, result) => resolve(result.rows));
    });
    expect(await answered).toEqual([{ t: "by callback" }]);
    client.release();
    const { rows } = await pool.query("select statement from pg_prepared_statements order by statement");
    expect(rows.map(({ statement }) => statement)).toEqual(["select $1::int + 1 as n", "select $1::text as t"]);
  } finally {
    await pool.end();
  }
});
