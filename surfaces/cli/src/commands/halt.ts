import { executorApi } from "@trias/protocol";
import type { Command } from "commander";
import { Option } from "commander";
import { addCommand, START, text } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export function haltCommands(program: Command): void {
  addCommand(program, {
    name: "halt",
    summary: "stop the executor before its next step; nothing executes until `resume`",
    examples: ['halt --as security --reason "strange things happen"'],
    options: [new Option("--reason <text>", "why").default("halted by hand")],
    async run(context, _args, options) {
      const session = await context.session();
      const answer = await session.call("executor", executorApi.halt, {
        body: { reason: text(options, "reason") ?? "" },
      });
      return { exit: EXIT.done, object: answer, text: () => `halted: nothing executes until \`${START} resume\`` };
    },
  });

  addCommand(program, {
    name: "resume",
    summary: "take a halt back",
    examples: ["resume --as security"],
    async run(context) {
      const session = await context.session();
      const answer = await session.call("executor", executorApi.resume, { body: {} });
      const words = answer.halted
        ? "still halted: the halt file in the executor's folder has to be removed by hand"
        : "goes on";
      return { exit: answer.halted ? EXIT.waits : EXIT.done, object: answer, text: () => words };
    },
  });
}
