import type { ProcessStatus, SystemStatus } from "@trias/supervisor/state";
import pc from "picocolors";
import { oneLine, table } from "./text.ts";

const MARKS: Readonly<Record<ProcessStatus["state"], string>> = {
  up: pc.green("●"),
  halted: pc.yellow("■"),
  "not ready": pc.yellow("◐"),
  starting: pc.blue("○"),
  restarting: pc.yellow("○"),
  crashing: pc.red("✗"),
  down: pc.red("✗"),
};

const DOES: Readonly<Record<string, string>> = {
  orchestrator: "proposes",
  auditor: "judges",
  executor: "acts",
  collector: "observes",
  sandbox: "is the cloud here",
  identity: "knows who is who",
  postgres: "stores",
};

/** Who is up, and in which mode. */
export function statusLines(status: SystemStatus): string[] {
  const rows = status.processes.map((process) => [
    `${MARKS[process.state]} ${process.name}`,
    pc.dim(DOES[process.name] ?? ""),
    process.state,
    process.restarts > 0 ? pc.dim(`restarted ${process.restarts}×`) : "",
    process.notes.length > 0 && process.state !== "up" ? oneLine(process.notes.join("; "), 100) : "",
  ]);
  const { id, text } = status.mode;
  const mode =
    id === "normal"
      ? status.ready
        ? pc.green(text)
        : pc.yellow("coming up")
      : id === "halted"
        ? pc.yellow(text)
        : pc.red(text);
  return [...table(rows), "", `mode: ${mode}`, ...reasonerLines(status)];
}

/** What the powers think with, one line where all think alike. */
function reasonerLines({ processes }: SystemStatus): string[] {
  const thinking = processes.filter(({ reasoner }) => reasoner !== undefined);
  if (thinking.length === 0) return [];
  if (thinking.every(({ reasoner }) => reasoner === "rules")) return ["reasoning: rules alone, without a model"];
  return thinking.map(({ name, reasoner }) => `reasoning of the ${name}: ${oneLine(reasoner ?? "", 160)}`);
}
