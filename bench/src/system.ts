import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSession, type Session } from "@trias/cli";
import { type Estate, parseEstate, toWire } from "@trias/estate";
import { type JournalEntry, type Role, roleSchema, sandboxApi } from "@trias/protocol";
import { SupervisorError, type System, type SystemOptions, startSystem } from "@trias/supervisor";
import { CLONE } from "@trias/supervisor/state";
import { benchCharter } from "./charter.ts";

/** A whole system of the bench's own: ports, state folder, charter and estate. */
export interface BenchSystem {
  readonly system: System;
  readonly as: Readonly<Record<Role, Session>>;
  /** The sandbox cloud's journal, from its first line. */
  journal(): Promise<readonly JournalEntry[]>;
  /** Returns when the journal goes beyond a serial, or after some seconds; answers how far it goes. */
  journalBeyond(serial: number): Promise<number>;
  /** The sandbox cloud as it is now. */
  cloud(): Promise<Estate>;
  /** Every call to the sandbox cloud takes so much longer. */
  slowCloud(latencyMs: number): Promise<void>;
  /** Runs `trias` on this system, and says how it ended. */
  trias(args: readonly string[]): Promise<number>;
  /** What `trias ledger verify` says. */
  verifyLedger(): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts one; without an estate on the sample company's network. */
export async function startBenchSystem(estate: Estate | null, say: (line: string) => void): Promise<BenchSystem> {
  const folder = mkdtempSync(join(tmpdir(), "trias-bench-"));
  // The powers run as users of their own where this runs as root; they have to get through here.
  chmodSync(folder, 0o711);
  const estateFile = join(folder, "estate.json");
  if (estate !== null) writeFileSync(estateFile, JSON.stringify(toWire(estate)));
  const charterDir = benchCharter(join(folder, "charter"), say);
  const drop = () => rmSync(folder, { recursive: true, force: true });
  let system: System;
  try {
    system = await startSomewhere({
      stateDir: join(folder, "state"),
      charterDir,
      estate: estate === null ? undefined : estateFile,
      log: say,
    });
  } catch (error) {
    drop();
    throw error;
  }
  const { layout } = system;
  const sessions = roleSchema.options.map((role): [Role, Session] => [role, openSession(layout, role)]);
  const operator = openSession(layout, "developer");
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    for (const [, session] of sessions) session.close();
    operator.close();
    await system.stop();
    drop();
  };
  const bench: BenchSystem = {
    system,
    as: Object.fromEntries(sessions) as Record<Role, Session>,
    async journal() {
      const all: JournalEntry[] = [];
      for (;;) {
        const query = { after: all.at(-1)?.serial ?? 0, wait: 0 };
        const { entries } = await operator.operate("sandbox", sandboxApi.journal, { query });
        if (entries.length === 0) return all;
        all.push(...entries);
      }
    },
    async journalBeyond(serial) {
      const query = { after: serial, wait: 5 };
      const { entries } = await operator.operate("sandbox", sandboxApi.journal, { query });
      return entries.at(-1)?.serial ?? serial;
    },
    cloud: async () => parseEstate(await operator.operate("sandbox", sandboxApi.snapshot)),
    async slowCloud(latencyMs) {
      await operator.operate("sandbox", sandboxApi.fault, { body: { latency_ms: latencyMs } });
    },
    trias: async (args) => (await trias([...args, "--state-dir", layout.state])).code,
    verifyLedger: async () => (await trias(["ledger", "verify", "--json", "--state-dir", layout.state])).code === 0,
    stop: () => (stopped ??= stop()),
  };
  process.once("SIGINT", () => void bench.stop().finally(() => process.exit(130)));
  try {
    await system.ready();
  } catch (error) {
    await bench.stop();
    throw error;
  }
  return bench;
}

const TRIES = 20;

/** On ports that nobody uses, chosen by chance: two benches that start together would take the same next free ones. */
async function startSomewhere(options: Omit<SystemOptions, "portBase">): Promise<System> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startSystem({ ...options, portBase: 20_000 + Math.floor(Math.random() * 600) * 20 });
    } catch (error) {
      const busy = error instanceof SupervisorError && error.code === "port_busy";
      if (!busy || attempt === TRIES) throw error;
    }
  }
}

function trias(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  const bin = join(CLONE, "surfaces", "cli", "bin", "trias.js");
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { maxBuffer: 1 << 26 }, (error, stdout) => {
      resolve({ code: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout });
    });
  });
}
