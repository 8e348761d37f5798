import { createInterface } from "node:readline/promises";
import { type Command, Option } from "commander";
import { addCommand } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";

export function downCommand(program: Command): void {
  addCommand(program, {
    name: "down",
    summary: "stop the system of this state folder; what it knows stays",
    examples: ["down"],
    async run({ layout }) {
      const { stopSystem } = await import("@trias/supervisor");
      const stopped = await stopSystem(layout);
      return { exit: EXIT.done, object: { stopped }, text: () => (stopped ? "stopped" : "nothing ran here") };
    },
  });
}

export function resetCommand(program: Command): void {
  addCommand(program, {
    name: "reset",
    summary: "remove everything that a system kept: keys, cases, ledger, sandbox",
    examples: ["reset", "reset --yes --state-dir /tmp/second"],
    options: [new Option("--yes", "without asking")],
    async run({ layout }, _args, options) {
      if (options["yes"] !== true) await ask(`Remove everything in ${layout.state}, the ledger included?`);
      const { resetSystem } = await import("@trias/supervisor");
      await resetSystem(layout);
      return { exit: EXIT.done, object: { reset: layout.state }, text: () => `${layout.state} is gone` };
    },
  });
}

async function ask(question: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new CliError("option_malformed", EXIT.usage, "nobody is there to be asked", { fix: "give --yes" });
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [yes/no] `);
  prompt.close();
  if (answer.trim().toLowerCase() !== "yes")
    throw new CliError("option_malformed", EXIT.refused, "nothing was removed");
}
