import type { Command } from "commander";
import { addCommand } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";

const LATER: readonly (readonly [string, string, string])[] = [
  ["override <case>", "lift a veto with several people", "a liftable veto can't be lifted yet"],
  ["paths", "golden paths", "there are no golden paths yet"],
  ["report <kind>", "reports on compliance, capacity or cost", "reports can't be made yet"],
  ["kpi", "how well it works", "figures over time are not kept yet"],
];

/** Commands whose part of the system is not there: understood, and said so. */
export function laterCommands(program: Command): void {
  for (const entry of LATER) add(program, entry);
}

function add(parent: Command, [name, summary, why]: readonly [string, string, string]): void {
  addCommand(parent, {
    name,
    summary: `${summary} (not available in this version)`,
    examples: [
      `${parent.name() === "trias" ? "" : `${parent.name()} `}${name
        .replace(/<kind>/, "compliance")
        .replace(/<case>/, "C-01JD7Q8C2M4X")}`,
    ],
    async run() {
      throw new CliError("not_available", EXIT.unavailable, why);
    },
  });
}
