import { Command, CommanderError } from "commander";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";
import { writeError } from "./output.ts";

type Add = (program: Command) => void;

const decisions = () => import("./commands/decisions.ts");
const down = () => import("./commands/down.ts");
const halt = async (): Promise<Add> => (await import("./commands/halt.ts")).haltCommands;
const planFiles = () => import("./commands/plan-files.ts");
const later = async (): Promise<Add> => (await import("./commands/later.ts")).laterCommands;
const estate = async (): Promise<Add> => (await import("./commands/estate.ts")).estateCommands;

/** What adds each command, by its first word: a command loads its own packages alone, so that `status` does not wait for the policy engine. */
const COMMANDS: Readonly<Record<string, () => Promise<Add>>> = {
  up: async () => (await import("./commands/up.ts")).upCommand,
  down: async () => (await down()).downCommand,
  reset: async () => (await down()).resetCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  logs: async () => (await import("./commands/logs.ts")).logsCommand,
  request: async () => (await import("./commands/request.ts")).requestCommand,
  event: async () => (await import("./commands/event.ts")).eventCommand,
  case: async () => (await import("./commands/case.ts")).caseCommands,
  inbox: async () => (await import("./commands/inbox.ts")).inboxCommand,
  answer: async () => (await decisions()).answerCommand,
  confirm: async () => (await decisions()).confirmCommand,
  approve: async () => (await decisions()).approveCommand,
  reject: async () => (await decisions()).rejectCommand,
  revise: async () => (await decisions()).reviseCommand,
  withdraw: async () => (await decisions()).withdrawCommand,
  halt,
  resume: halt,
  interpret: async () => (await import("./commands/interpret.ts")).interpretCommand,
  audit: async () => (await planFiles()).auditCommand,
  simulate: async () => (await planFiles()).simulateCommand,
  price: async () => (await planFiles()).priceCommand,
  reach: async () => (await import("./commands/reach.ts")).reachCommand,
  picture: async () => (await import("./commands/picture.ts")).pictureCommand,
  estate,
  ledger: async () => (await import("./commands/ledger.ts")).ledgerCommands,
  policy: async () => (await import("./commands/policy.ts")).policyCommands,
  ticket: async () => (await import("./commands/ticket.ts")).ticketCommands,
  override: later,
  paths: later,
  report: later,
  kpi: later,
};

const EXIT_CODES = `
Exit codes: 0 done or approved · 1 internal error · 2 bad usage or input · 3 vetoed or rejected · 4 waits for a person ·
5 failed and rolled back · 6 understood, but not available · 7 outcome unknown · 8 verification failed · 9 a service is down`;

/** The program with the command that `first` names, or with all of them where it names none. */
export async function createProgram(first?: string): Promise<Command> {
  const program = new Command("trias")
    .description("network operations under a separation of powers")
    .addHelpText("after", EXIT_CODES)
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
  const one = first !== undefined && Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  const adders = await Promise.all((one === undefined ? Object.values(COMMANDS) : [one]).map((load) => load()));
  for (const add of new Set(adders)) add(program);
  inherit(program);
  return program;
}

/** Runs one command line; returns the exit code. */
export async function runProgram(argv: readonly string[]): Promise<number> {
  const program = await createProgram(argv[0]);
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
  const fix = hint === undefined || hint === "" ? "add --help for what it takes" : hint.replace(/^\(|\)$/g, "");
  return new CliError("option_malformed", EXIT.usage, message, { fix: fix.replace(/^Did/, "did") });
}

/** commander copies settings to a subcommand only when it makes it before they were set. */
function inherit(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inherit(child);
  }
}
