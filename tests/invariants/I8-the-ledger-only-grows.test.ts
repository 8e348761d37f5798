import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layoutOf } from "@trias/supervisor/state";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I8: the ledger only grows, and anybody can check that offline. To see it fail: return `ok` from `verifyBundle` in packages/ledger/src/bundle.ts
 * without comparing roots, or start the auditor without comparing the tree with the last checkpoint.
 */
const folder = mkdtempSync(join(tmpdir(), "trias-i8-"));
const bundle = join(folder, "ledger");
let system: System;
beforeAll(async () => {
  system = await startSystem();
  await system.run(["request", "Double the render-fleet in nonprod-test"]);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile());
}

describe("an exported ledger", () => {
  test("verifies offline, by another user's hands, with the key alone", async () => {
    expect((await system.run(["ledger", "export", bundle])).code).toBe(0);
    const { code, json } = await system.json(["ledger", "verify", bundle]);
    expect(code).toBe(0);
    expect(json["ok"]).toBe(true);
  });

  test("one flipped byte in any entry, tile or checkpoint is found", async () => {
    for (const file of filesBelow(bundle).filter((name) => /entries|tile|checkpoint$/.test(name))) {
      const original = readFileSync(file);
      const changed = Buffer.from(original);
      const at = Math.floor(changed.length / 2);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      const { code, json } = await system.json(["ledger", "verify", bundle]);
      expect(code, file).toBe(8);
      expect(json["ok"], file).toBe(false);
      writeFileSync(file, original);
    }
    expect((await system.json(["ledger", "verify", bundle])).code).toBe(0);
  });

  test("the log later is a continuation of the log before", async () => {
    await system.run(["request", "Scale the render-fleet to 60 instances"]);
    const { code, json } = await system.json(["ledger", "verify", "--earlier", join(bundle, "checkpoint")]);
    expect(code).toBe(0);
    expect(json["ok"]).toBe(true);
  });
});

describe("the database's own superuser", () => {
  test("can rewrite a row, and the auditor then refuses to start on it", async () => {
    const secrets = JSON.parse(readFileSync(join(layoutOf(system.stateDir).vault, "secrets.json"), "utf8")) as {
      databases: { administrator: string };
    };
    const url = `postgresql://postgres:${encodeURIComponent(secrets.databases.administrator)}@127.0.0.1:${system.portBase + 7}/trias_auditor`;
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query("set session_replication_role = replica");
    await admin.query("alter table ledger.entry disable trigger all");
    const { rowCount } = await admin.query(
      "update ledger.entry set body = forged, leaf_hash = sha256('\\x00'::bytea || forged) from (select body || ' '::bytea as forged from ledger.entry where seq = 1) as f where seq = 1",
    );
    expect(rowCount).toBe(1);
    await admin.end();
    await system.run(["down"]);
    const up = await system.run(["up", "--detach", "--port-base", String(system.portBase)], { timeoutMs: 90_000 });
    expect(up.code).not.toBe(0);
    const log = readFileSync(join(layoutOf(system.stateDir).logs, "auditor.log"), "utf8");
    expect(log).toMatch(/checkpoint/);
  });
});
