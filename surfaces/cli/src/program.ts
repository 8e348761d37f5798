import { Command, CommanderError } from "commander";
import { caseCommands } from "./commands/case.ts";
import {
  answerCommand,
  approveCommand,
  confirmCommand,
  rejectCommand,
  reviseCommand,
  withdrawCommand,
} from "./commands/decisions.ts";
import { downCommand, resetCommand } from "./commands/down.ts";
import { eventCommand } from "./commands/event.ts";
import { haltCommands } from "./commands/halt.ts";
import { inboxCommand } from "./commands/inbox.ts";
import { interpretCommand } from "./commands/interpret.ts";
import { logsCommand } from "./commands/logs.ts";
import { requestCommand } from "./commands/request.ts";
import { statusCommand } from "./commands/status.ts";
import { ticketCommands } from "./commands/ticket.ts";
import { upCommand } from "./commands/up.ts";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import { writeError } from "./output.ts";

const EXIT_CODES = `
Exit codes: 0 done or approved · 1 internal error · 2 bad usage or input · 3 vetoed or rejected · 4 waits for a person ·
5 failed and rolled back · 6 understood, but not available · 7 outcome unknown · 8 verification failed · 9 a service is down`;

export function createProgram(): Command {
  const program = new Command("trias")
    .description("network operations under a separation of powers")
    .addHelpText("after", EXIT_CODES)
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  for (const add of [
    upCommand,
    downCommand,
    resetCommand,
    statusCommand,
    logsCommand,
    requestCommand,
    eventCommand,
    caseCommands,
    inboxCommand,
    answerCommand,
    confirmCommand,
    approveCommand,
    rejectCommand,
    reviseCommand,
    withdrawCommand,
    haltCommands,
    interpretCommand,
    ticketCommands,
  ])
    add(program);
  return program;
}

/** Runs one command line; returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = createProgram();
  inherit(program);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return Number(process.exitCode ?? EXIT.done);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    if (error.code !== "commander.help") writeError(usageError(error), argv.includes("--json"), false);
    return EXIT.usage;
  }
}

function usageError(error: CommanderError): CliError {
  const [message = "", hint] = error.message
    .replace(/^error: /, "")
    .replaceAll("'", "`")
    .split("\n");
  const fix =
    hint === undefined || hint === "" ? "add --help for what it takes" : hint.replace(/^\(|\)$/g, "").toLowerCase();
  return new CliError("option_malformed", EXIT.usage, message, { fix });
}

/** commander copies settings to a subcommand only when it makes it before they were set. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}
