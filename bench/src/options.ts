import { parseArgs } from "node:util";
import { BenchError } from "./errors.ts";

export interface BenchOptions {
  readonly json: boolean;
  readonly count: number;
}

/** `--json` and one number, such as `--kills 200`. */
export function readOptions(name: string, byDefault: number, min: number, max: number): BenchOptions {
  const options = {
    json: { type: "boolean", default: false },
    [name]: { type: "string", default: String(byDefault) },
  } as const;
  let values: Readonly<Record<string, unknown>>;
  try {
    values = parseArgs({ options }).values;
  } catch (cause) {
    throw malformed(`${(cause as Error).message}`, name, min, max, cause);
  }
  const count = Number(values[name]);
  if (!Number.isInteger(count) || count < min || count > max) {
    throw malformed(`\`${String(values[name]).slice(0, 40)}\` is no number for --${name}`, name, min, max);
  }
  return { json: values["json"] === true, count };
}

function malformed(message: string, name: string, min: number, max: number, cause?: unknown): BenchError {
  return new BenchError("option_malformed", message, {
    fix: `give --json, and --${name} from ${min} to ${max}`,
    cause,
  });
}
