import { auditorApi } from "@trias/protocol";
import { type Layout, lockHolder, readEndpoints, type SystemStatus, systemStatus } from "@trias/supervisor/state";
import type { Command } from "commander";
import pc from "picocolors";
import { addCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { openSession } from "../session.ts";
import { statusLines } from "../show/status.ts";
import { elapsed } from "../show/text.ts";

const POWERS = ["orchestrator", "auditor", "executor", "collector"] as const;

export function statusCommand(program: Command): void {
  addCommand(program, {
    name: "status",
    summary: "who is up, and how far the system can go",
    examples: ["status", "status --json"],
    async run(context) {
      const { layout, role } = context;
      const status = await systemStatus(layout);
      const auditor = status.running && isUp(status, "auditor") ? await auditorStatus(layout, role) : null;
      const lines = statusLines(status);
      if (auditor !== null) {
        lines.push(`ledger: ${auditor.ledger.entries} entries, root ${auditor.ledger.root}`);
        lines.push(
          auditor.estate === null
            ? "estate: none yet"
            : `estate: serial ${auditor.estate.serial}, ${elapsed(auditor.estate.age_ms)} old`,
        );
        lines.push(`waiting for people: ${auditor.waiting}`);
      }
      if (status.running)
        lines.push(pc.dim(`state folder ${layout.state}, ports from ${readEndpoints(layout)?.port_base ?? "?"}`));
      return {
        exit: status.ready ? EXIT.done : EXIT.serviceDown,
        object: { ...statusObject(layout, status), ...(auditor === null ? {} : { auditor }) },
        text: () => lines.join("\n"),
      };
    },
  });
}

/** The contract of `status --json`. */
export function statusObject(layout: Layout, status: SystemStatus): Record<string, unknown> {
  const stateOf = (name: string) => status.processes.find((process) => process.name === name)?.state ?? "down";
  return {
    ready: status.ready,
    powers: Object.fromEntries(POWERS.map((name) => [name, stateOf(name)])),
    reasoners: Object.fromEntries(
      status.processes.flatMap(({ name, reasoner }) => (reasoner === undefined ? [] : [[name, reasoner]])),
    ),
    mode: status.mode.id,
    mode_text: status.mode.text,
    processes: status.processes,
    supervisor: lockHolder(layout)?.pid ?? null,
    state_dir: layout.state,
    port_base: readEndpoints(layout)?.port_base ?? null,
    build: status.run?.build ?? null,
  };
}

function isUp(status: SystemStatus, name: string): boolean {
  return status.processes.some((process) => process.name === name && process.state !== "down");
}

async function auditorStatus(layout: Layout, role: Parameters<typeof openSession>[1]) {
  const session = openSession(layout, role);
  try {
    return await session.call("auditor", auditorApi.status, { timeoutMs: 2000 });
  } catch {
    // `status` says how things stand even where the auditor does not answer.
    return null;
  } finally {
    session.close();
  }
}
