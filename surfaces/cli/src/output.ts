import { messageOf, TriasError } from "@trias/core";
import pc from "picocolors";
import { clean } from "./show/text.ts";

/** What a command hands back: an object for programs, a text for people, and how it ends. */
export interface Outcome {
  readonly exit: number;
  readonly object: unknown;
  text(): string;
}

/** Where a command writes: with `--json`, one object last on standard output and progress as objects on standard error. */
export interface Output {
  readonly json: boolean;
  /** Something on the way, for whoever watches. */
  progress(text: string, fields?: Readonly<Record<string, unknown>>): void;
  /** A line of the answer of a command that goes on, such as `logs`. */
  line(text: string): void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    progress: (text, fields = {}) =>
      void process.stderr.write(
        json ? `${JSON.stringify({ progress: text, ...fields })}\n` : `${pc.dim(clean(text))}\n`,
      ),
    line: (text) => void process.stdout.write(`${text}\n`),
  };
}

export function writeOutcome(outcome: Outcome, json: boolean): void {
  const text = json ? JSON.stringify(outcome.object) : outcome.text();
  if (text !== "") process.stdout.write(`${text}\n`);
}

/** One line: what, where, how to mend it. The stack only where somebody asked for it. */
export function writeError(error: unknown, json: boolean, debug: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ error: errorObject(error) })}\n`);
  process.stderr.write(`${pc.red("trias:")} ${clean(messageOf(error)).replaceAll("\n", " ")}\n`);
  if (debug && error instanceof Error) process.stderr.write(`${error.stack ?? ""}\n`);
}

function errorObject(error: unknown): Record<string, unknown> {
  if (!(error instanceof TriasError)) return { code: "internal", message: messageOf(error) };
  const { code, message, at, fix, remedy } = error;
  return { code, message, ...(at === undefined ? {} : { at }), ...(fix === undefined ? {} : { fix }), remedy };
}
