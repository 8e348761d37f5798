import { createReadStream, readFileSync, statSync } from "node:fs";
import { messageOf } from "@trias/core";
import { type Estate, generateEstate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { rulesReasoner } from "@trias/reasoning";
import { parse as parseYaml } from "yaml";
import { openSource } from "./commands/estate-source.ts";
import { CliError } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

/** What is understood of one sentence, as `interpret --json` prints it. */
export interface Understood {
  readonly intents: readonly Intent[];
  readonly clarification?:
    | {
        readonly parameter: string;
        readonly question: string;
        readonly choices: readonly string[];
      }
    | undefined;
}

/** What the rules understand, without a system that runs: nothing is asked but what the sentence itself leaves open. */
export function understood(sentence: string, estate: Estate, now: Date): Understood {
  const { intents, clarification } = rulesReasoner.interpret(sentence, estate, {}, now);
  return clarification === null ? { intents } : { intents, clarification };
}

/** The network that names are looked up in: the sample, or what a person named. */
export function estateOf(path: string | undefined, clone: string): Estate {
  const file = path ?? `${clone}/examples/company-wan/company-wan.yaml`;
  if (!/\.ya?ml$/.test(file)) return openSource(file, {}).estate;
  try {
    if (statSync(file).size > MAX_BYTES) throw new RangeError(`more than ${MAX_BYTES} bytes`);
    return generateEstate(parseYaml(readFileSync(file, "utf8"), { maxAliasCount: 100 }));
  } catch (cause) {
    throw new CliError("file_unreadable", EXIT.usage, `\`${file}\` holds no estate: ${messageOf(cause)}`, {
      fix: "expected a description such as examples/company-wan/company-wan.yaml, or a file or folder as of `estate import`",
      cause,
    });
  }
}

const MAX_BYTES = 64 << 20;

/** A moment in ISO 8601, or the present one. */
export function momentOf(text: string | undefined): Date {
  if (text === undefined) return new Date();
  const moment = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  throw new CliError("option_malformed", EXIT.usage, `\`${text.slice(0, 60)}\` is no time`, {
    fix: "expected ISO 8601, such as `2026-11-24T12:00:00Z`",
  });
}

/** Longer lines are read no further: what a line of this length asks is not looked for. */
const LONGEST_LINE = 1 << 20;

/** One object for each line of a file, or of standard input for `-`, blank ones included. */
export async function* interpretLines(path: string, estate: Estate, now: Date): AsyncGenerator<Understood> {
  const input = path === "-" ? process.stdin : createReadStream(path, "utf8");
  try {
    for await (const line of lines(input)) yield understood(line.slice(0, LONGEST_LINE), estate, now);
  } catch (cause) {
    if (cause instanceof CliError || !(cause instanceof Error && "code" in cause)) throw cause;
    throw new CliError("file_unreadable", EXIT.usage, `\`${path}\` can't be read: ${messageOf(cause)}`, {
      fix: "name a file with one sentence a line, or `-` for standard input",
      cause,
    });
  }
}

/** Lines by line feed alone: other separators, such as U+2028, stand inside sentences. */
async function* lines(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  input.setEncoding("utf8");
  let rest = "";
  for await (const chunk of input) {
    const parts = (rest + String(chunk)).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) yield part.endsWith("\r") ? part.slice(0, -1) : part;
  }
  // What follows the last line feed is a line only where there is something.
  if (rest !== "") yield rest.endsWith("\r") ? rest.slice(0, -1) : rest;
}
