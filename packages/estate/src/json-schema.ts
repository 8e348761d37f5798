import { wireEstateSchema } from "@trias/protocol";
import { z } from "zod";
import { PART_SCHEMAS } from "./resources.ts";

/**
 * The JSON Schema (2020-12) of `trias.estate/1`, made of the schemas that read it. What a schema checks in code and not by its
 * form (that an address is one, that ids are unique in a part) is not in it.
 */
export function estateJsonSchema(): object {
  const { properties = {} } = jsonSchemaOf(wireEstateSchema);
  const parts = Object.entries(PART_SCHEMAS).map(([name, schema]) => [name, partSchema(name, schema)]);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "trias.estate/1",
    description:
      "A network as Trias knows it. A part is known with all its resources, or unknown with the reason; a part that is not there is unknown.",
    type: "object",
    properties: {
      ...properties,
      parts: { type: "object", properties: Object.fromEntries(parts), additionalProperties: false },
    },
    required: ["schema", "lineage", "serial", "time", "parts"],
    additionalProperties: false,
    $defs: Object.fromEntries(Object.entries(PART_SCHEMAS).map(([name, schema]) => [name, jsonSchemaOf(schema)])),
  };
}

function partSchema(name: string, schema: z.ZodType): object {
  return {
    ...(schema.description === undefined ? {} : { description: schema.description }),
    oneOf: [
      {
        type: "object",
        properties: {
          status: { const: "known" },
          serial: { type: "integer", minimum: 0 },
          time: { type: "string", format: "date-time" },
          resources: { type: "array", items: { $ref: `#/$defs/${name}` }, maxItems: 200_000 },
        },
        required: ["status", "serial", "time", "resources"],
        additionalProperties: false,
      },
      {
        type: "object",
        properties: { status: { const: "unknown" }, reason: { type: "string", minLength: 1, maxLength: 500 } },
        required: ["status", "reason"],
        additionalProperties: false,
      },
    ],
  };
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io: "input" });
  return rest as JsonSchema;
}
