/** How far the system can go (I12); the first that applies. */
export interface Mode {
  readonly id:
    | "down"
    | "no_database"
    | "no_auditor"
    | "no_executor"
    | "read_only"
    | "halted"
    | "no_collector"
    | "no_orchestrator"
    | "normal";
  readonly text: string;
}

const TEXTS: Readonly<Record<Mode["id"], string>> = {
  down: "nothing runs",
  no_database: "database down: nothing is judged, nothing executes; cases go on when it is back",
  no_auditor: "auditor down: nothing executes, nobody is heard; cases go on when it is back",
  no_executor: "executor down: requests are planned, judged and approved; nothing executes",
  read_only: "cloud down: read-only; approved plans wait",
  halted: "halted: requests are planned and judged; nothing executes until `trias resume`",
  no_collector: "collector down: the estate grows stale; nothing new executes",
  no_orchestrator: "orchestrator down: requests are heard and wait for a plan; approvals, audit and the ledger work",
  normal: "normal",
};

interface Seen {
  readonly name: string;
  readonly state: string;
}

export function modeOf(running: boolean, processes: readonly Seen[]): Mode {
  const id = modeId(running, new Map(processes.map(({ name, state }) => [name, state])));
  return { id, text: TEXTS[id] };
}

function modeId(running: boolean, states: ReadonlyMap<string, string>): Mode["id"] {
  const up = (name: string) => states.get(name) === "up" || states.get(name) === "halted";
  // A process that answers but isn't ready says why; the system as a whole still has it.
  const answers = (name: string) => up(name) || states.get(name) === "not ready";
  if (!running) return "down";
  if (states.has("postgres") && !up("postgres")) return "no_database";
  if (!answers("auditor")) return "no_auditor";
  if (!answers("executor")) return "no_executor";
  if (!answers("sandbox")) return "read_only";
  if (states.get("executor") === "halted") return "halted";
  if (!answers("collector")) return "no_collector";
  if (!answers("orchestrator")) return "no_orchestrator";
  return "normal";
}
