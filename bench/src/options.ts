import { parseArgs } from "node:util";
import { BenchError } from "./errors.ts";

export interface BenchOptions {
  readonly json: boolean;
  readonly count: number;
  /** What stands behind the bench's own path option, such as `--injections <dir>`. */
  readonly path: string | null;
}

export interface BenchOption {
  readonly name: string;
  readonly byDefault: number;
  readonly min: number;
  readonly max: number;
  /** The name of an option that takes a file or folder. */
  readonly path?: string;
}

/** `--json`, one number such as `--kills 200`, and one path where the bench takes one. */
export function readOptions({ name, byDefault, min, max, path }: BenchOption): BenchOptions {
  const options = {
    json: { type: "boolean", default: false },
    [name]: { type: "string", default: String(byDefault) },
    ...(path === undefined ? {} : { [path]: { type: "string" } as const }),
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
  const given = path === undefined ? undefined : values[path];
  return { json: values["json"] === true, count, path: typeof given === "string" ? given : null };
}

function malformed(message: string, name: string, min: number, max: number, cause?: unknown): BenchError {
  return new BenchError("option_malformed", message, {
    fix: `give --json, and --${name} from ${min} to ${max}`,
    cause,
  });
}
