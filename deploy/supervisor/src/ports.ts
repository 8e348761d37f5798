import { createServer } from "node:net";
import { SupervisorError } from "./errors.ts";
import { POSTGRES_PORT, PROCESSES } from "./processes.ts";

export const DEFAULT_PORT_BASE = 7400;
const STEP = 20;

/** Ports that a system takes, counted from its base. */
const OFFSETS = [...PROCESSES.map((entry) => entry.offset), POSTGRES_PORT];

export interface PortChoice {
  readonly base: number;
  /** Set where the wanted base was taken, for the user. */
  readonly moved?: string;
}

/**
 * The base to use: `explicit` or an error that says who is in the way; else `preferred` (what this system used before), or the
 * next base above it whose ports are all free.
 */
export async function choosePorts(explicit: number | undefined, preferred = DEFAULT_PORT_BASE): Promise<PortChoice> {
  if (explicit !== undefined) {
    if (!Number.isInteger(explicit) || explicit < 1024 || explicit > 65_500) {
      throw new SupervisorError("option_malformed", `\`${explicit}\` is no port base`, {
        fix: "give a number from 1024 to 65500",
      });
    }
    const busy = await firstBusy(explicit);
    if (busy === null) return { base: explicit };
    throw new SupervisorError("port_busy", `port ${busy.port} (${busy.use}) is taken by another program`, {
      at: `127.0.0.1:${busy.port}`,
      fix: "stop that program or give another --port-base",
    });
  }
  const first = await firstBusy(preferred);
  if (first === null) return { base: preferred };
  for (let base = preferred + STEP; base < 65_500; base += STEP) {
    if ((await firstBusy(base)) === null) {
      return { base, moved: `port ${first.port} is taken by another program: using ${base} instead of ${preferred}` };
    }
  }
  throw new SupervisorError("port_busy", `no free ports above ${preferred}`, { fix: "give a --port-base" });
}

async function firstBusy(base: number): Promise<{ port: number; use: string } | null> {
  for (const offset of OFFSETS) {
    const port = base + offset;
    if (!(await isFree(port))) {
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
