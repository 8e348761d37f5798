import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SupervisorError } from "./errors.ts";
import { POSTGRES_PORT, PROCESSES } from "./processes.ts";

const STEP = 20;

/** Ports that a system takes, counted from its base. */
const OFFSETS = [...PROCESSES.map((entry) => entry.offset), POSTGRES_PORT];

export interface PortChoice {
  readonly base: number;
  /** Set where the wanted base was taken, for the user. */
  readonly moved?: string;
}

export interface PortCircumstances {
  /** Port of our own database, where that still runs: it counts as free. */
  readonly own: number | null;
  /** How long to wait for the wanted ports: processes of an earlier run may be on their way out. */
  readonly patienceMs: number;
}

/**
 * The base to use: `explicit` or an error that says who is in the way; else `preferred` (what this system used before), or the
 * next base above it whose ports are all free.
 */
export async function choosePorts(
  explicit: number | undefined,
  preferred: number,
  { own, patienceMs }: PortCircumstances,
): Promise<PortChoice> {
  const wanted = explicit ?? preferred;
  if (!Number.isInteger(wanted) || wanted < 1024 || wanted > 65_500) {
    throw new SupervisorError("option_malformed", `\`${wanted}\` is no port base`, {
      fix: "give a number from 1024 to 65500",
    });
  }
  const until = Date.now() + patienceMs;
  let busy = await firstBusy(wanted, own);
  while (busy !== null && Date.now() < until) {
    await sleep(100);
    busy = await firstBusy(wanted, own);
  }
  if (busy === null) return { base: wanted };
  const taken = `port ${busy.port} (${busy.use}) is taken by ${await holderOf(busy.port)}`;
  for (let base = wanted + STEP; explicit === undefined && base < 65_500; base += STEP) {
    if ((await firstBusy(base, own)) === null) return { base, moved: `${taken}: using ${base} instead of ${wanted}` };
  }
  throw new SupervisorError("port_busy", taken, {
    at: `127.0.0.1:${busy.port}`,
    fix: "stop that program or give another --port-base",
  });
}

async function firstBusy(base: number, own: number | null): Promise<{ port: number; use: string } | null> {
  for (const offset of OFFSETS) {
    const port = base + offset;
    if (port !== own && !(await isFree(port))) {
      return { port, use: PROCESSES.find((entry) => entry.offset === offset)?.name ?? "PostgreSQL" };
    }
  }
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ host: "127.0.0.1", port, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Who listens on a port or goes out from it, as far as this user can see. */
async function holderOf(port: number): Promise<string> {
  try {
    const hex = port.toString(16).toUpperCase().padStart(4, "0");
    const sockets = ["/proc/net/tcp", "/proc/net/tcp6"]
      .flatMap((table) => readFileSync(table, "utf8").split("\n").slice(1))
      .map((line) => line.trim().split(/ +/))
      .filter((fields) => fields[1]?.endsWith(`:${hex}`));
    const listening = sockets.find((fields) => fields[3] === "0A");
    const inode = (listening ?? sockets[0])?.[9];
    const pid = readdirSync("/proc").find((entry) => /^[0-9]+$/.test(entry) && holds(entry, `socket:[${inode}]`));
    if (pid !== undefined) {
      const holder = `process ${pid} (${readFileSync(`/proc/${pid}/comm`, "utf8").trim()})`;
      // Ports from 32,768 on are where Linux lets connections go out from.
      return listening === undefined ? `a connection of ${holder}` : holder;
    }
  } catch {
    // No such tables on this system, or not ours to read.
  }
  return "another program";
}

function holds(pid: string, socket: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket);
  } catch {
    return false;
  }
}
