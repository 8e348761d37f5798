import { createClient, RefusalError } from "@trias/link";
import {
  auditorApi,
  collectorApi,
  type Endpoint,
  executorApi,
  type Health,
  orchestratorApi,
  sandboxApi,
} from "@trias/protocol";
import { z } from "zod";
import { readJson } from "./files.ts";
import type { Layout } from "./layout.ts";
import { lockHolder } from "./lock.ts";
import { type Mode, modeOf } from "./mode.ts";
import { peopleFiles, readEndpoints } from "./people.ts";
import { PROCESSES, type ProcessName } from "./processes.ts";
import { type RunState, readRunState } from "./run-state.ts";

export interface ProcessStatus {
  readonly name: string;
  /** `up`, `halted`, `not ready` (answers, but says what it lacks), `down`, and what the supervisor says of one that is on its way. */
  readonly state: "up" | "halted" | "not ready" | "starting" | "restarting" | "crashing" | "down";
  readonly pid: number | null;
  readonly restarts: number;
  readonly notes: readonly string[];
  /** What it thinks with, where it thinks: `rules`, or `rules, and …`. */
  readonly reasoner?: string;
}

export interface SystemStatus {
  readonly running: boolean;
  readonly ready: boolean;
  readonly processes: readonly ProcessStatus[];
  readonly mode: Mode;
  readonly run: RunState | null;
}

const health: Readonly<Record<Exclude<ProcessName, "identity">, Endpoint<undefined, undefined, Health>>> = {
  auditor: auditorApi.health,
  orchestrator: orchestratorApi.health,
  executor: executorApi.health,
  collector: collectorApi.health,
  sandbox: sandboxApi.health,
};
const caSchema = z.strictObject({ ca: z.string() });

/** One process's own word about itself; null where nothing answers within a second. */
export async function askHealth(name: ProcessName, url: string, ca: string): Promise<Health | null> {
  const client = createClient({ tls: { ca }, peer: name, url });
  try {
    return await client.call(name === "identity" ? sandboxApi.health : health[name], { timeoutMs: 1000 });
  } catch (error) {
    if (error instanceof RefusalError) return null;
    throw error;
  } finally {
    client.close();
  }
}

/** How the system of a state folder stands right now: asked of each process, not remembered. */
export async function systemStatus(layout: Layout): Promise<SystemStatus> {
  const running = lockHolder(layout) !== null;
  const run = running ? readRunState(layout) : null;
  const endpoints = readEndpoints(layout);
  const ca = readJson(peopleFiles.ca(layout), caSchema)?.ca;
  const processes = await Promise.all(
    PROCESSES.map(async ({ name }): Promise<ProcessStatus> => {
      const url = endpoints?.processes[name];
      const said = running && url !== undefined && ca !== undefined ? await askHealth(name, url, ca) : null;
      return statusOf(name, said, run);
    }),
  );
  const database = run?.processes.find(({ name }) => name === "postgres");
  const all = database === undefined ? processes : [...processes, statusOf("postgres", null, run)];
  const ready = running && all.every(({ state }) => state === "up" || state === "halted");
  return { running, ready, processes: all, mode: modeOf(running, all), run };
}

function statusOf(name: string, said: Health | null, run: RunState | null): ProcessStatus {
  const kept = run?.processes.find((process) => process.name === name);
  const base = { name, pid: kept?.pid ?? null, restarts: kept?.restarts ?? 0 };
  if (name === "postgres") return { ...base, state: keptAs(kept?.state), notes: noteOf(kept?.message) };
  if (said === null) {
    const state = keptAs(kept?.state);
    return { ...base, state: state === "up" ? "down" : state, notes: noteOf(kept?.message) };
  }
  const halted = said.notes.some((note) => /^halted\b/i.test(note));
  const reasoner = said.reasoner === undefined ? {} : { reasoner: said.reasoner };
  return { ...base, state: halted ? "halted" : said.ok ? "up" : "not ready", notes: said.notes, ...reasoner };
}

function keptAs(state: RunState["processes"][number]["state"] | undefined): ProcessStatus["state"] {
  switch (state) {
    case "starting":
    case "waiting":
      return "starting";
    case "up":
    case "restarting":
    case "crashing":
      return state;
    case "stopped":
    case undefined:
      return "down";
  }
}

function noteOf(message: string | null | undefined): string[] {
  return message === null || message === undefined ? [] : [`last time it ${message}`];
}
