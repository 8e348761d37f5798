import { auditorApi } from "@trias/protocol";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { addCommand, type Context, text } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { estateOf, interpretLines, momentOf, type Understood, understood } from "../interpret-batch.ts";
import { oneLine } from "../show/text.ts";

export function interpretCommand(program: Command): void {
  addCommand(program, {
    name: "interpret [sentence]",
    summary: "what is understood of a sentence; opens no case",
    examples: [
      'interpret "What happens if traffic doubles?"',
      'interpret "isolate i-0a1b2c3d" --json',
      "interpret --json --batch sentences.txt",
      'interpret "block 203.0.113.45 until Friday" --estate examples/company-wan/company-wan.yaml --now 2026-11-24T12:00:00Z',
    ],
    options: [
      new Option("--batch <file>", "one sentence a line, `-` for standard input; needs no system that runs"),
      new Option("--estate <path>", "look names up in this network, without asking the auditor"),
      new Option("--now <time>", "the time from which `tomorrow` counts, as ISO 8601"),
    ],
    async run(context, [sentence], options) {
      const path = text(options, "estate");
      const batch = text(options, "batch");
      const now = momentOf(text(options, "now"));
      if (batch !== undefined && sentence === undefined) {
        const estate = estateOf(path, context.layout.clone);
        return everyLine(context, interpretLines(batch, estate, now));
      }
      if (sentence === undefined || batch !== undefined) {
        throw new CliError("option_malformed", EXIT.usage, "expected one sentence, or --batch with a file of them", {
          fix: 'give a sentence such as "isolate i-0a1b2c3d", or `--batch sentences.txt`',
        });
      }
      const local = path !== undefined || text(options, "now") !== undefined;
      const answer = local
        ? understood(sentence, estateOf(path, context.layout.clone), now)
        : await asked(context, sentence);
      return { exit: EXIT.done, object: answer, text: () => linesOf(answer).join("\n") };
    },
  });
}

async function asked(context: Context, sentence: string): Promise<Understood> {
  const session = await context.session();
  return session.call("auditor", auditorApi.interpret, { body: { sentence } });
}

/** Writes as it reads, so that a long file needs no more memory than a short one. */
async function everyLine({ out }: Context, answers: AsyncGenerator<Understood>): Promise<undefined> {
  for await (const answer of answers)
    out.line(
      out.json
        ? JSON.stringify(answer)
        : linesOf(answer)
            .map((line) => line.trim())
            .join("  "),
    );
}

function linesOf({ intents, clarification }: Understood): string[] {
  const lines = intents.flatMap(({ type, parameters, confidence }) => [
    `${pc.bold(type)}  ${pc.dim(`confidence ${confidence}`)}`,
    ...Object.entries(parameters).map(([name, value]) => `  ${name}: ${oneLine(String(value))}`),
  ]);
  if (clarification === undefined) return lines;
  lines.push(`It would be asked: ${oneLine(clarification.question, 400)}`);
  if (clarification.choices.length > 0)
    lines.push(`  one of: ${clarification.choices.map((choice) => oneLine(choice)).join(", ")}`);
  return lines;
}
