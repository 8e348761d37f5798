import { messageOf } from "@trias/core";
import { BenchError } from "./errors.ts";
import { type BenchOption, type BenchOptions, readOptions } from "./options.ts";

export interface Measured {
  readonly text: string;
  readonly figures: Readonly<Record<string, unknown>>;
}

/** Runs one bench: progress on standard error, a table and with `--json` one object last on standard output. */
export async function runBench(
  option: BenchOption,
  measure: (options: BenchOptions, say: (line: string) => void) => Promise<Measured>,
): Promise<void> {
  const start = performance.now();
  const say = (line: string) =>
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  try {
    const options = readOptions(option);
    const { text, figures } = await measure(options, say);
    process.stdout.write(`${text}\n`);
    if (options.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
  } catch (error) {
    process.stderr.write(`trias: ${messageOf(error)}\n`);
    process.exitCode = error instanceof BenchError && error.code === "option_malformed" ? 2 : 1;
  }
}
