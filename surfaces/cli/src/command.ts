import { type Role, roleSchema } from "@trias/protocol";
import { type Layout, layoutOf } from "@trias/supervisor/state";
import { type Command, InvalidArgumentError, Option } from "commander";
import { ensureRunning } from "./ensure-running.ts";
import { readEnvironment } from "./environment.ts";
import { exitOfError } from "./errors.ts";
import { createOutput, type Outcome, type Output, writeError, writeOutcome } from "./output.ts";
import { openSession, type Session } from "./session.ts";

/** What every command gets. */
export interface Context {
  readonly layout: Layout;
  readonly role: Role;
  readonly out: Output;
  /** A session of the person that `--as` names, with a system that runs: one is started where none does. */
  session(): Promise<Session>;
}

/** Options as commander hands them over; each command knows its own. */
export type Options = Readonly<Record<string, unknown>>;

export interface CommandSpec {
  /** Name and arguments, as commander writes them: `request <sentence>`. */
  readonly name: string;
  readonly summary: string;
  /** What a person could type, without the leading `npx --no trias`. */
  readonly examples: readonly string[];
  readonly options?: readonly Option[];
  run(context: Context, args: readonly string[], options: Options): Promise<Outcome | undefined>;
}

export const START = "npx --no trias";

/** Adds a command with what stands on all of them: `--as`, `--json`, `--state-dir`, examples, errors on one line, exit codes. */
export function addCommand(parent: Command, spec: CommandSpec): void {
  const command = parent
    .command(spec.name)
    .description(spec.summary)
    .addOption(new Option("--as <role>", "who types this").choices(roleSchema.options).default("developer"))
    .option("--json", "one object on standard output, progress on standard error")
    .option("--state-dir <folder>", "the system to talk to (TRIAS_STATE_DIR)");
  for (const option of spec.options ?? []) command.addOption(option);
  const examples = spec.examples.map((example) => `  $ ${START} ${example}`).join("\n");
  command.addHelpText("after", `\nExamples:\n${examples}`);
  command.action(async () => {
    const options: Options = command.opts();
    const args = command.args;
    process.exitCode = await runCommand(spec, args, options);
  });
}

async function runCommand(spec: CommandSpec, args: readonly string[], options: Options): Promise<number> {
  const environment = readEnvironment();
  const json = options["json"] === true;
  let session: Session | undefined;
  try {
    const layout = layoutOf(text(options, "stateDir") ?? environment.stateDir);
    const role = roleSchema.parse(options["as"]);
    const out = createOutput(json);
    const context: Context = {
      layout,
      role,
      out,
      async session() {
        await ensureRunning(layout, out);
        session ??= openSession(layout, role);
        return session;
      },
    };
    const outcome = await spec.run(context, args, options);
    if (outcome === undefined) return 0;
    writeOutcome(outcome, json);
    return outcome.exit;
  } catch (error) {
    writeError(error, json, environment.debug);
    return exitOfError(error);
  } finally {
    session?.close();
  }
}

export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function number(options: Options, name: string): number | undefined {
  const value = options[name];
  return typeof value === "number" ? value : undefined;
}

export function list(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** An option that takes a whole number within bounds. */
export function numberOption(flags: string, summary: string, min: number, max: number): Option {
  return new Option(flags, summary).argParser((given) => {
    const value = Number(given);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  });
}

/** Seconds that a command follows a case. */
export const WAIT = numberOption("--wait <seconds>", "how long to follow the case", 0, 86_400).default(60);
