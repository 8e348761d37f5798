import { z } from "zod";

/** Keywords that not every vendor takes; the zod schema checks them when the answer comes. */
const LEFT_OUT = new Set([
  "$schema",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minItems",
  "maxItems",
  "pattern",
  "format",
]);

/** The shape of a schema in the part of JSON Schema that every vendor takes. */
export function shapeOf(schema: z.ZodType): Record<string, unknown> {
  return without(z.toJSONSchema(schema)) as Record<string, unknown>;
}

function without(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !LEFT_OUT.has(name))
      .map(([name, one]) => [name, without(one)]),
  );
}
