import { type AnyEndpoint, type Caller, errorBodySchema, PROTOCOL_VERSION } from "@trias/protocol";
import { z } from "zod";

export type JsonObject = { readonly [key: string]: unknown };

/** The OpenAPI 3.1 document of some processes' endpoints; one tag a process, `<process>_<name>` as operation id. */
export function openApi(apis: readonly Readonly<Record<string, AnyEndpoint>>[]): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const endpoint of apis.flatMap((api) => Object.values(api))) {
    const path = `/${endpoint.process}${endpoint.path.replace(/:([a-z_]+)/gi, "{$1}")}`;
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Trias",
      version: String(PROTOCOL_VERSION),
      description: "Each process listens at an address of its own; the first part of a path here names the process.",
    },
    paths,
    components: {
      securitySchemes: {
        person: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        certificate: { type: "mutualTLS" },
      },
    },
  };
}

function operation(endpoint: AnyEndpoint): JsonObject {
  return {
    operationId: `${endpoint.process}_${endpoint.name}`,
    tags: [endpoint.process],
    summary: endpoint.summary,
    security: security(endpoint.caller),
    ...(endpoint.caller.kind === "public" ? {} : { "x-peers": endpoint.caller.peers ?? [] }),
    parameters: [...pathParameters(endpoint.path), ...queryParameters(endpoint)],
    ...(endpoint.request === undefined ? {} : { requestBody: requestBody(endpoint) }),
    responses: {
      200: { description: "done", content: jsonContent(schemaOf(endpoint.response, "output")) },
      default: { description: "refused", content: jsonContent(schemaOf(errorBodySchema, "output")) },
    },
  };
}

function security(caller: Caller): readonly JsonObject[] {
  switch (caller.kind) {
    case "public":
      return [];
    case "peers":
      return [{ certificate: [] }];
    case "person":
      return caller.peers === undefined ? [{ person: [] }] : [{ person: [] }, { certificate: [] }];
  }
}

function pathParameters(path: string): JsonObject[] {
  return [...path.matchAll(/:([a-z_]+)/gi)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
}

function queryParameters(endpoint: AnyEndpoint): JsonObject[] {
  if (!endpoint.query) return [];
  const schema = schemaOf(endpoint.query, "input");
  const required = new Set(Array.isArray(schema["required"]) ? schema["required"] : []);
  return Object.entries(schema["properties"] ?? {}).map(([name, value]) => ({
    name,
    in: "query",
    required: required.has(name),
    schema: value,
  }));
}

function requestBody(endpoint: AnyEndpoint): JsonObject {
  const limit = `at most ${endpoint.maxBytes} bytes`;
  if (endpoint.request === "raw" || endpoint.request === undefined) {
    const content = { "application/octet-stream": { schema: { type: "string", format: "binary" } } };
    return { required: true, description: limit, content };
  }
  return { required: true, description: limit, content: jsonContent(schemaOf(endpoint.request, "input")) };
}

function jsonContent(schema: JsonObject): JsonObject {
  return { "application/json": { schema } };
}

/** Checks that JSON Schema can't express (a custom refinement) are described by what they check, not dropped silently. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  return z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "custom")
        Object.assign(jsonSchema, { type: "string", pattern: "^sha256:[0-9a-f]{64}$" });
    },
  });
}
