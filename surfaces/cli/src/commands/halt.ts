import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RefusalError } from "@trias/link";
import { executorApi } from "@trias/protocol";
import { cellOf } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import { addCommand, type Context, START, text } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import type { Outcome } from "../output.ts";

const DEAF: ReadonlySet<string> = new Set(["unreachable", "unavailable", "timeout"]);

export function haltCommands(program: Command): void {
  addCommand(program, {
    name: "halt",
    summary: "stop the executor before its next step; nothing executes until `resume`",
    examples: ['halt --as security --reason "strange things happen"'],
    options: [new Option("--reason <text>", "why").default("halted by hand")],
    run: (context, _args, options) => halt(context, text(options, "reason") ?? ""),
  });

  addCommand(program, {
    name: "resume",
    summary: "take a halt back",
    examples: ["resume --as security"],
    async run(context) {
      const session = await context.session();
      const answer = await session.call("executor", executorApi.resume, { body: {} });
      const words = answer.halted
        ? `still halted: remove the file \`${haltFile(context)}\` as well`
        : "nothing halts it any more";
      return { exit: answer.halted ? EXIT.waits : EXIT.done, object: answer, text: () => words };
    },
  });
}

async function halt(context: Context, reason: string): Promise<Outcome> {
  const session = await context.session();
  try {
    const answer = await session.call("executor", executorApi.halt, { body: { reason }, timeoutMs: 3000 });
    return { exit: EXIT.done, object: answer, text: () => `halted: nothing executes until \`${START} resume\`` };
  } catch (error) {
    if (!(error instanceof RefusalError && DEAF.has(error.code))) throw error;
    // Stopping must work when nothing else does: the executor looks for this file before each step.
    const file = haltFile(context);
    writeFileSync(file, "");
    const words = `the executor does not answer, so the file \`${file}\` halts it; remove it to go on`;
    return { exit: EXIT.done, object: { halted: true, file }, text: () => words };
  }
}

function haltFile({ layout }: Context): string {
  return join(cellOf(layout, "executor"), "data", "HALT");
}
