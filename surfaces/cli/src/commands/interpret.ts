import { auditorApi } from "@trias/protocol";
import type { Command } from "commander";
import pc from "picocolors";
import { addCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { oneLine } from "../show/text.ts";

export function interpretCommand(program: Command): void {
  addCommand(program, {
    name: "interpret <sentence>",
    summary: "what is understood of a sentence; opens no case",
    examples: ['interpret "What happens if traffic doubles?"', 'interpret "isolate i-0a1b2c3d" --json'],
    async run(context, [sentence = ""]) {
      const session = await context.session();
      const answer = await session.call("auditor", auditorApi.interpret, { body: { sentence } });
      const lines = answer.intents.flatMap(({ type, parameters, confidence }) => [
        `${pc.bold(type)}  ${pc.dim(`confidence ${confidence}`)}`,
        ...Object.entries(parameters).map(([name, value]) => `  ${name}: ${oneLine(String(value))}`),
      ]);
      const { clarification } = answer;
      if (clarification !== undefined) {
        lines.push(`It would be asked: ${oneLine(clarification.question, 400)}`);
        if (clarification.choices.length > 0)
          lines.push(`  one of: ${clarification.choices.map((choice) => oneLine(choice)).join(", ")}`);
      }
      return { exit: EXIT.done, object: answer, text: () => lines.join("\n") };
    },
  });
}
