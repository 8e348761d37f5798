import type { Peer } from "@trias/protocol";

export type ProcessName = Exclude<Peer, "operator">;

/** One process of the system: what it is built from, whom it may call, and what it gets. */
export interface ProcessEntry {
  readonly name: ProcessName;
  /** Its port, and its system user where the supervisor is root, both counted from their base. */
  readonly offset: number;
  readonly entry: string;
  readonly calls: readonly ProcessName[];
  readonly database: boolean;
  /** Audience of the people's tokens that it takes; null where no person calls it. */
  readonly people: "auditor" | "executor" | "orchestrator" | null;
  readonly heapMiB: number;
  /** Started once these answer. */
  readonly after: readonly ProcessName[];
}

const power = (name: string) => `powers/${name}/src/main.ts`;
const adapter = (name: string) => `adapters/${name}/src/main.ts`;

export const PROCESSES: readonly ProcessEntry[] = [
  {
    name: "orchestrator",
    offset: 1,
    entry: power("orchestrator"),
    calls: ["auditor", "collector", "executor", "identity"],
    database: true,
    people: "orchestrator",
    heapMiB: 1024,
    after: ["auditor", "collector", "executor"],
  },
  {
    name: "auditor",
    offset: 2,
    entry: power("auditor"),
    calls: ["identity"],
    database: true,
    people: "auditor",
    heapMiB: 1536,
    after: ["identity"],
  },
  {
    name: "executor",
    offset: 3,
    entry: power("executor"),
    calls: ["auditor", "sandbox", "identity"],
    database: true,
    people: "executor",
    heapMiB: 512,
    after: ["auditor", "sandbox"],
  },
  {
    name: "collector",
    offset: 4,
    entry: power("collector"),
    calls: ["auditor", "sandbox"],
    database: false,
    people: null,
    heapMiB: 1024,
    after: ["auditor", "sandbox"],
  },
  {
    name: "sandbox",
    offset: 5,
    entry: adapter("sandbox"),
    calls: [],
    database: false,
    people: null,
    heapMiB: 1024,
    after: [],
  },
  {
    name: "identity",
    offset: 6,
    entry: adapter("identity"),
    calls: [],
    database: false,
    people: null,
    heapMiB: 128,
    after: [],
  },
];

export const POSTGRES_PORT = 7;
export const DEFAULT_PORT_BASE = 7400;

export function processEntry(name: ProcessName): ProcessEntry {
  const entry = PROCESSES.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new RangeError(`no process \`${name}\``);
  return entry;
}
