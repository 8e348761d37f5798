import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { parseStrictJson } from "@trias/core";
import { parseValue } from "@trias/protocol";
import type { z } from "zod";
import { SupervisorError } from "./errors.ts";

/** Writes a file so that a reader, or a machine that loses power, sees the old one or the new one and nothing between. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o600): void {
  const draft = `${path}.${process.pid}.new`;
  rmSync(draft, { force: true });
  const file = openSync(draft, "wx", mode);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  const folder = openSync(dirname(path), "r");
  fsyncSync(folder);
  closeSync(folder);
}

/** The checked content of a JSON file of ours, or null where there is none. */
export function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  let text: Uint8Array;
  try {
    text = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  try {
    return parseValue(schema, parseStrictJson(text), path);
  } catch (cause) {
    const fix = "restore the file, or start over with `trias reset`";
    throw new SupervisorError("state_malformed", `\`${path}\` is not what this version wrote`, {
      at: path,
      fix,
      cause,
    });
  }
}

export function writeJson(path: string, value: unknown, mode = 0o600): void {
  writeWhole(path, `${JSON.stringify(value, null, 2)}\n`, mode);
}
