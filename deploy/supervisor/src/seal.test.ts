import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openCertificates } from "./certificates.ts";
import { cellOf, isRoot, type Layout } from "./layout.ts";
import { configOf } from "./process-config.ts";
import { processEntry } from "./processes.ts";
import { sealedNode, spawnSealed } from "./seal.ts";
import { temporaryLayout } from "./testing-folder.ts";
import { openVault } from "./vault.ts";

let layout: Layout;
let remove: () => void;
beforeAll(() => {
  ({ layout, remove } = temporaryLayout());
});
afterAll(() => remove());

/** What a hostile power would try first; each line is one attempt and what came of it. */
const ATTACK = `
const fs = require("node:fs");
const out = {};
const attempt = (name, work) => { try { out[name] = String(work()); } catch (error) { out[name] = error.code ?? error.message; } };
process.stdin.once("data", () => {
  attempt("passwd", () => fs.readFileSync("/etc/passwd", "utf8").length);
  attempt("vault", () => fs.readFileSync(VAULT, "utf8").length);
  attempt("neighbour", () => fs.readdirSync(NEIGHBOUR));
  attempt("own code", () => fs.writeFileSync(__filename, "changed"));
  attempt("own data", () => { fs.writeFileSync(DATA + "/x", "y"); return fs.readFileSync(DATA + "/x", "utf8"); });
  attempt("link out", () => { fs.symlinkSync("/etc/passwd", DATA + "/link"); return fs.readFileSync(DATA + "/link", "utf8").length; });
  attempt("child", () => require("node:child_process").execFileSync("id"));
  attempt("worker", () => new (require("node:worker_threads").Worker)("1", { eval: true }));
  attempt("inspector", () => { require("node:inspector").open(0); return "open"; });
  attempt("environment", () => JSON.stringify(process.env));
  attempt("user", () => process.getuid() + " " + process.getgid() + " " + process.getgroups().filter((group) => group !== process.getgid()));
  console.log(JSON.stringify(out));
});
`;

async function attack(uid: number | null): Promise<Record<string, string>> {
  const folder = cellOf(layout, "attack");
  mkdirSync(join(folder, "data"), { recursive: true });
  const names = {
    VAULT: join(layout.vault, "secrets.json"),
    NEIGHBOUR: cellOf(layout, "auditor"),
    DATA: join(folder, "data"),
  };
  const header = Object.entries(names).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  mkdirSync(names.NEIGHBOUR, { recursive: true });
  writeFileSync(join(folder, "app.cjs"), [...header, ATTACK].join("\n"));
  const secrets = openVault(layout);
  const certificates = await openCertificates(layout, Date.now());
  const settings = { auditor: {}, orchestrator: {}, executor: {}, collector: {}, sandbox: {}, identity: {} };
  const input = { layout, secrets, certificates, databases: {}, portBase: 7400, build: "test", settings };
  const config = configOf(processEntry("orchestrator"), input);
  const child = await spawnSealed({ name: "attack", folder, node: sealedNode(layout), uid, config, heapMiB: 64 });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) {
    chunks.push(chunk as Buffer);
    if (String(chunk).includes("\n")) break;
  }
  await child.stop();
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

test("a sealed process gets at nothing but its own folder", async () => {
  const uid = isRoot ? 62_199 : null;
  const out = await attack(uid);
  const denied = "ERR_ACCESS_DENIED";
  expect(out).toMatchObject({ passwd: denied, vault: denied, neighbour: denied, "own code": denied });
  expect(out).toMatchObject({ child: denied, worker: denied, "own data": "y", environment: "{}" });
  expect(out["link out"]).toMatch(/ERR_ACCESS_DENIED|EACCES/);
  expect(out["inspector"]).not.toBe("open");
  if (uid !== null) expect(out["user"]).toBe(`${uid} ${uid} `);
  expect(readFileSync(join(cellOf(layout, "attack"), "app.cjs"), "utf8")).toContain("attempt");
});

test("the configuration of a power holds no secret of another", async () => {
  const secrets = openVault(layout);
  const certificates = await openCertificates(layout, Date.now());
  const settings = { auditor: {}, orchestrator: {}, executor: {}, collector: {}, sandbox: {}, identity: {} };
  const databases = { auditor: "postgres://a", executor: "postgres://e", orchestrator: "postgres://o" };
  const input = { layout, secrets, certificates, databases, portBase: 7400, build: "test", settings };
  const config = configOf(processEntry("orchestrator"), input);
  expect(config.seeds).toEqual({});
  expect(config.database_url).toBe("postgres://o");
  const text = JSON.stringify(config);
  for (const seed of [
    ...Object.values(secrets.seeds.auditor),
    secrets.seeds.executor.report,
    ...Object.values(secrets.sources),
  ]) {
    expect(text).not.toContain(seed);
  }
  for (const password of Object.values(secrets.identity.accounts)) expect(text).not.toContain(password);
  expect(text).not.toContain(JSON.stringify(certificates.executor.key).slice(1, -1));
});
