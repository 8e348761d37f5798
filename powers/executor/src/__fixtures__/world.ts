import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { canonicalJson, digestBytes, digestValue, signerFromSeed, toBase64, utf8 } from "@trias/core";
import { type Estate, generateEstate, parseEstate } from "@trias/estate";
import { leafHash, MerkleTree, signCheckpoint } from "@trias/ledger";
import { parsePlan, stepDigest, touchesOf } from "@trias/plan";
import { createPool, type Pool, PostgresError, transaction } from "@trias/postgres";
import { readMigrations } from "@trias/postgres/admin";
import { type ThrowAwayCluster, throwAwayCluster } from "@trias/postgres/testing";
import {
  type Envelope,
  type ExecutionReport,
  executionReportSchema,
  openStatement,
  PAYLOAD_TYPES,
  type Plan,
  type PlanStep,
  signStatement,
  WARRANT_PREDICATE,
  type Warrant,
} from "@trias/protocol";
import { createCloud, openJournal } from "@trias/sandbox";
import { parse } from "yaml";
import { type Engine, startEngine } from "../engine.ts";
import type { Auditor, Cloud, Clock, Database, Log } from "../ports.ts";
import { statesOf } from "../resources.ts";
import type { Permit } from "../verify.ts";

const wan = new URL("../../../../examples/company-wan/company-wan.yaml", import.meta.url);
export const companyWan: Estate = generateEstate(parse(readFileSync(wan, "utf8")));
const migrations = await readMigrations(fileURLToPath(new URL("../../migrations", import.meta.url)));

const seed = () => toBase64(randomBytes(32));
const CASE = "C-01JD7Q8C2M4X";
export const ORIGIN = "trias.example/audit/2026";

/** An auditor that signs what it is told to, with a real log. */
export class FakeAuditor implements Auditor {
  readonly warrantSigner = signerFromSeed(seed());
  readonly logSigner = signerFromSeed(seed());
  readonly tree = new MerkleTree();
  readonly reports: ExecutionReport[] = [];
  /** Size of the log that the executor is believed to have accepted. */
  believed = 0;
  down = false;
  reportKey = "";

  async consistency(from: number, to: number) {
    if (this.down) throw new Error("down");
    return { from, to, hashes: this.tree.consistency(from, to).map(toBase64) };
  }

  async report(envelope: Envelope) {
    if (this.down) throw new Error("down");
    const { statement } = openStatement(envelope, PAYLOAD_TYPES.report, this.reportKey, executionReportSchema);
    this.reports.push(statement);
    this.believed = Math.max(this.believed, statement.checkpoint_size);
  }

  append(entry: unknown): { bytes: Uint8Array; index: number } {
    const bytes = utf8(canonicalJson(entry));
    this.tree.append(leafHash(bytes));
    return { bytes, index: this.tree.size - 1 };
  }

  checkpoint(): string {
    return signCheckpoint(ORIGIN, this.tree.size, this.tree.root(), this.logSigner);
  }
}

export interface Proposal {
  readonly bytes: Uint8Array;
  readonly plan: Plan;
  readonly planText: string;
}

export function propose(steps: readonly PlanStep[], caseId = CASE): Proposal {
  const plan: Plan = {
    schema: "trias.plan/1",
    case: caseId,
    round: 1,
    intents: [],
    summary: "for a test",
    options: [],
    steps: [...steps],
  };
  const bytes = utf8(JSON.stringify(plan));
  return { bytes, plan: parsePlan(bytes).plan, planText: toBase64(bytes) };
}

export interface WarrantChanges {
  readonly predicate?: Partial<Permit>;
  readonly statement?: Partial<Warrant>;
  readonly entry?: Readonly<Record<string, unknown>>;
}

/** A warrant for a proposal on an estate, as a good auditor would sign it, but for `changes`. */
export function warrantFor(
  auditor: FakeAuditor,
  executorKey: string,
  estate: Estate,
  proposal: Proposal,
  now: number,
  changes: WarrantChanges = {},
): Envelope {
  const { plan, rawDigest, parsedDigest } = parsePlan(proposal.bytes);
  const { bytes, index } = auditor.append({
    schema: "trias.entry/1",
    type: "verdict",
    time: new Date(now).toISOString(),
    case: plan.case,
    body: { plan_digest: rawDigest },
    ...changes.entry,
  });
  const size = auditor.tree.size;
  const predicate: Permit = {
    version: 1,
    id: randomBytes(16).toString("hex"),
    case: plan.case,
    receipt: randomBytes(16).toString("hex"),
    plan_digest: rawDigest,
    parsed_digest: parsedDigest,
    steps: plan.steps.map((step) => ({ id: step.id, digest: stepDigest(step) })),
    touches: statesOf(estate, touchesOf(estate, plan)),
    footprint_digest: digestValue({}),
    lineage: estate.lineage,
    executor_key: executorKey,
    verdict: {
      digest: digestBytes(bytes),
      entry: toBase64(bytes),
      proof: { index, hashes: auditor.tree.inclusion(index).map(toBase64), checkpoint: auditor.checkpoint() },
    },
    consistency: {
      from: auditor.believed,
      to: size,
      hashes: auditor.tree.consistency(auditor.believed, size).map(toBase64),
    },
    approvals: [],
    not_before: new Date(now).toISOString(),
    expires: new Date(now + 120_000).toISOString(),
    deadline: new Date(now + 600_000).toISOString(),
    ...changes.predicate,
  };
  const statement: Warrant = {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "plan", digest: { sha256: predicate.plan_digest.slice("sha256:".length) } }],
    predicateType: WARRANT_PREDICATE,
    predicate,
    ...changes.statement,
  };
  return signStatement(PAYLOAD_TYPES.warrant, statement, auditor.warrantSigner);
}

export interface World {
  readonly auditor: FakeAuditor;
  /** The cloud's journal: what was really done. */
  readonly done: () => readonly string[];
  readonly estate: () => Estate;
  readonly cloud: Cloud;
  /** Replaces calls of the cloud, to fail or to hang. */
  readonly database: Database;
  readonly faults: { act?: Cloud["act"]; read?: Cloud["read"]; outcome?: Cloud["outcome"] };
  /** Somebody at the console. */
  readonly drift: (action: string, target: string, parameters: Record<string, unknown>) => void;
  readonly pool: Pool;
  readonly url: string;
  readonly lines: string[];
  readonly clock: { skew: number };
  readonly executorKey: string;
  halt: string | undefined;
  /** Whether the database does not answer. */
  storeGone: boolean;
  fatal: unknown;
  start(options?: { settleMs?: number }): Promise<Engine>;
  /** Waits for the report that ends an execution. */
  ended(id: string): Promise<ExecutionReport>;
  close(): Promise<void>;
}

export async function createWorld(cluster: ThrowAwayCluster): Promise<World> {
  const store = await cluster.database("executor", migrations);
  const pool = createPool(store.url, { max: 8 });
  const folder = mkdtempSync(join(tmpdir(), "trias-executor-"));
  const journal = openJournal(join(folder, "journal.ndjson"), digestValue({}));
  const sandbox = createCloud({ seed: companyWan, journal, now: Date.now });
  const auditor = new FakeAuditor();
  const signer = signerFromSeed(seed());
  auditor.reportKey = signer.publicKey;
  const faults: World["faults"] = {};
  const real: Cloud = {
    act: async (call) => sandbox.act(call),
    outcome: async (key) => sandbox.outcome(key),
    read: async (refs) => sandbox.read(refs),
  };
  const cloud: Cloud = {
    act: (call) => (faults.act ?? real.act)(call),
    outcome: (key) => (faults.outcome ?? real.outcome)(key),
    read: (refs) => (faults.read ?? real.read)(refs),
  };
  const lines: string[] = [];
  const write = (event: string, fields?: object) => void lines.push(JSON.stringify({ event, ...fields }));
  const log: Log = {
    info: write,
    warn: write,
    error: write,
    begin: (caseId, step) => write("begin", { case: caseId, step }),
    end: (caseId, step) => write("end", { case: caseId, step }),
  };
  const skew = { skew: 0 };
  const clock: Clock = {
    now: () => Date.now() + skew.skew,
    monotonic: () => performance.now() + Math.max(0, skew.skew),
    sleep: (ms) => sleep(ms),
  };
  const gone = () => {
    if (world.storeGone) throw new PostgresError("unavailable", "the database can't serve at present", { remedy: "retry" });
  };
  const database: Database = {
    async query(text, values) {
      gone();
      return pool.query(text, values);
    },
    async transaction(work) {
      gone();
      return transaction(pool, work);
    },
  };
  const engines: Engine[] = [];
  const world: World = {
    auditor,
    done: () => sandbox.journal(0).map(({ key }) => key),
    estate: () => parseEstate(sandbox.snapshot()),
    cloud: real,
    database,
    faults,
    drift: (action, target, parameters) => {
      sandbox.drift({ action, target, parameters: JSON.parse(JSON.stringify(parameters)) });
    },
    pool,
    url: store.url,
    lines,
    clock: skew,
    executorKey: signer.publicKey,
    halt: undefined,
    storeGone: false,
    fatal: undefined,
    async start({ settleMs = 1000 } = {}) {
      const engine = await startEngine({
        database,
        cloud,
        auditor,
        clock,
        log,
        trust: {
          warrantKey: auditor.warrantSigner.publicKey,
          log: { name: ORIGIN, publicKey: auditor.logSigner.publicKey },
          executorKey: signer.publicKey,
        },
        signer,
        localHalt: () => world.halt,
        settleMs,
        fatal: (error) => {
          world.fatal = error;
        },
      });
      engines.push(engine);
      return engine;
    },
    async ended(id) {
      for (let n = 0; ; n += 1) {
        if (world.fatal !== undefined) throw world.fatal;
        if (n > 3000) throw new Error(`no end of ${id}: ${lines.slice(-20).join("\n")}`);
        const found = auditor.reports.find(
          (report) => report.warrant === id && !["redeemed", "running", "undoing"].includes(report.state),
        );
        if (found) return found;
        await sleep(5);
      }
    },
    async close() {
      for (const engine of engines) engine.close();
      await sleep(20);
      await pool.close();
      journal.close();
      rmSync(folder, { recursive: true });
    },
  };
  return world;
}

export function idOf(envelope: Envelope): string {
  return JSON.parse(Buffer.from(envelope.payload, "base64").toString()).predicate.id;
}

export { throwAwayCluster };
