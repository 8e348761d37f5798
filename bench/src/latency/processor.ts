import { readdirSync, readFileSync } from "node:fs";
import type { System } from "@trias/supervisor";
import { PROCESSES } from "@trias/supervisor/state";

/** Milliseconds of processor that each process of the system has used so far; empty where the machine does not tell. */
export function processorTimes(system: System): ReadonlyMap<string, number> {
  if (process.platform !== "linux") return new Map();
  const names = [...PROCESSES.map(({ name }) => name), "postgres"] as const;
  const table = readTable();
  const times = new Map<string, number>(
    names.map((name) => {
      const pid = system.pid(name);
      return [name, pid === null ? 0 : withChildren(pid, table)];
    }),
  );
  // The bench sends, follows and reads logs, and the supervisor runs within it.
  return times.set("bench", table.get(process.pid)?.ms ?? 0);
}

/** What was used between two readings, divided by `cases`. */
export function perCase(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
  cases: number,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...after].map(([name, ms]) => [name, Math.round(((ms - (before.get(name) ?? 0)) / cases) * 10) / 10]),
  );
}

interface Usage {
  readonly parent: number;
  readonly ms: number;
}

/** The kernel counts in hundredths of a second. */
const TICK_MS = 10;

function readTable(): ReadonlyMap<number, Usage> {
  const table = new Map<number, Usage>();
  for (const name of readdirSync("/proc")) {
    const usage = /^\d+$/.test(name) ? usageOf(name) : undefined;
    if (usage !== undefined) table.set(Number(name), usage);
  }
  return table;
}

function usageOf(pid: string): Usage | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
  // The name, in brackets, may hold spaces: the fields that follow it begin with the state, which is the third of all.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = Number(fields[11]) + Number(fields[12]);
  const waitedFor = Number(fields[13]) + Number(fields[14]);
  return { parent: Number(fields[1]), ms: (own + waitedFor) * TICK_MS };
}

function withChildren(pid: number, table: ReadonlyMap<number, Usage>): number {
  const children = [...table].filter(([, { parent }]) => parent === pid);
  return (table.get(pid)?.ms ?? 0) + children.reduce((sum, [child]) => sum + withChildren(child, table), 0);
}
