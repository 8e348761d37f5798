import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { cellOf, type Layout, PROCESSES } from "@trias/supervisor/state";
import { type Command, Option } from "commander";
import { addCommand, number, numberOption } from "../command.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { clean } from "../show/text.ts";

const NAMES = [...PROCESSES.map(({ name }): string => name), "postgres", "supervisor"];
const TAIL_BYTES = 1 << 20;

export function logsCommand(program: Command): void {
  addCommand(program, {
    name: "logs [process]",
    summary: `what the processes log: ${NAMES.join(", ")}`,
    examples: ["logs auditor", "logs -f", "logs executor --lines 500"],
    options: [
      new Option("-f, --follow", "go on as lines come"),
      numberOption("--lines <n>", "how many of the last lines", 1, 100_000).default(50),
    ],
    async run({ layout, out }, [name], options) {
      if (name !== undefined && !NAMES.includes(name)) {
        throw new CliError("option_malformed", EXIT.usage, `there is no process \`${name.slice(0, 40)}\``, {
          fix: `expected one of ${NAMES.join(", ")}`,
        });
      }
      const names = name === undefined ? NAMES : [name];
      const tails = names.map((each) => new Tail(each, pathOf(layout, each)));
      const prefixed = name === undefined;
      const put = (tail: Tail, line: string) =>
        out.line(prefixed ? `${tail.name.padEnd(12)} ${clean(line)}` : clean(line));
      for (const tail of tails) for (const line of tail.last(number(options, "lines") ?? 50)) put(tail, line);
      while (options["follow"] === true) {
        await sleep(200);
        for (const tail of tails) for (const line of tail.more()) put(tail, line);
      }
      return undefined;
    },
  });
}

function pathOf(layout: Layout, name: string): string {
  return name === "postgres" ? join(cellOf(layout, "postgres"), "postgres.log") : join(layout.logs, `${name}.log`);
}

/** The end of a file, and what is added to it; a file that was rotated is read from its start. */
class Tail {
  readonly name: string;
  private readonly path: string;
  private at = 0;
  private rest = "";

  constructor(name: string, path: string) {
    this.name = name;
    this.path = path;
  }

  last(count: number): string[] {
    return this.read(TAIL_BYTES).slice(-count);
  }

  more(): string[] {
    return this.read(Number.POSITIVE_INFINITY);
  }

  private read(atMost: number): string[] {
    if (!existsSync(this.path)) return [];
    const file = openSync(this.path, "r");
    try {
      const { size } = fstatSync(file);
      if (size < this.at) this.at = 0;
      const from = Math.max(this.at, size - atMost);
      const bytes = Buffer.alloc(size - from);
      readSync(file, bytes, 0, bytes.length, from);
      this.at = size;
      const lines = (this.rest + bytes.toString("utf8")).split("\n");
      this.rest = lines.pop() ?? "";
      return from > 0 && atMost === TAIL_BYTES ? lines.slice(1) : lines;
    } finally {
      closeSync(file);
    }
  }
}
