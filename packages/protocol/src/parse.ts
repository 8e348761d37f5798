import { type JsonLimits, parseStrictJson } from "@trias/core";
import type { z } from "zod";
import { ProtocolError } from "./errors.ts";

/** Checks a value against a schema; the error names the path, what was expected and what was found. */
export function parseValue<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, 5)
    .map((issue) => `\`${issue.path.join(".") || what}\`: ${issue.message}`);
  throw new ProtocolError("schema_mismatch", `${what} does not have the expected form: ${issues.join("; ")}`, {
    at: result.error.issues[0]?.path.join(".") ?? what,
  });
}

/** Parses bytes as strict JSON and checks them against a schema. */
export function parseBytes<T>(schema: z.ZodType<T>, bytes: Uint8Array | string, what: string, limits?: JsonLimits): T {
  return parseValue(schema, parseStrictJson(bytes, limits), what);
}
