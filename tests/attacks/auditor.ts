import { randomBytes } from "node:crypto";
import { createClient, startProcess } from "@trias/link";
import { executorApi, sandboxApi } from "@trias/protocol";
import pg from "pg";
import { tryAll } from "./attempts.ts";
import { sealAttempts } from "./inside.ts";

/** What a taken-over auditor could try: it may judge and sign, but it must have no hand to act with. */
startProcess(async ({ config, log }) => {
  const { tls } = config;
  const port = Number(new URL(config.peers.identity ?? "").port) - 6;
  const key = randomBytes(16).toString("hex");
  const envelope = { payloadType: "x", payload: "", signatures: [{ keyid: "", sig: "" }] };
  const sandbox = createClient({ tls, peer: "sandbox", url: `https://127.0.0.1:${port + 5}` });
  const executor = createClient({ tls, peer: "executor", url: `https://127.0.0.1:${port + 3}` });
  const ledger = async (sql: string) => {
    const login = new pg.Client({ connectionString: config.database_url, connectionTimeoutMillis: 5000 });
    await login.connect();
    try {
      return (await login.query(sql)).rowCount;
    } finally {
      await login.end();
    }
  };
  await tryAll(log, [
    ...sealAttempts(config),
    {
      name: "write to the sandbox",
      run: () =>
        sandbox.call(sandboxApi.act, { body: { key, action: "tag_resource", target: "vpc-0", parameters: {} } }),
    },
    { name: "read the sandbox", run: () => sandbox.call(sandboxApi.read, { body: { resources: [] } }) },
    {
      name: "change the sandbox as an operator",
      run: () => sandbox.call(sandboxApi.drift, { body: { action: "tag_resource", target: "vpc-0", parameters: {} } }),
    },
    {
      name: "make the executor execute",
      run: () => executor.call(executorApi.execute, { body: { warrant: envelope, plan: "e30=" } }),
    },
    {
      name: "call a peer that is not on its list",
      run: () => createClient({ config, peer: "executor" }).call(executorApi.health),
    },
    { name: "change a ledger entry", run: () => ledger("update ledger.entry set body = body where seq = 0") },
    { name: "delete a ledger entry", run: () => ledger("delete from ledger.entry where seq = 0") },
    { name: "truncate the ledger", run: () => ledger("truncate ledger.entry") },
    {
      name: "insert past the append function",
      run: () =>
        ledger("insert into ledger.entry select seq + 1000000, recorded_at, body, leaf_hash from ledger.entry limit 1"),
    },
    { name: "drop the ledger", run: () => ledger("drop table ledger.entry") },
    { name: "switch the triggers off", run: () => ledger("alter table ledger.entry disable trigger all") },
    { name: "become the ledger's owner", run: () => ledger("set role trias_auditor_owner") },
    { name: "run without triggers", run: () => ledger("set session_replication_role = replica") },
  ]);
  return { close: async () => undefined };
});
