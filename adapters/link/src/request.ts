import type { IncomingMessage } from "node:http";
import { type AnyEndpoint, parseValue } from "@trias/protocol";
import { parseBody, readBody } from "./body.ts";
import { RefusalError } from "./errors.ts";

const NO_BODY = new Uint8Array();

/** Reads and checks what a call carries: query, then body, each against the endpoint's schema. */
export async function readRequest(
  endpoint: AnyEndpoint,
  message: IncomingMessage,
  query: Readonly<Record<string, string>>,
): Promise<{ query: unknown; body: unknown }> {
  const parsedQuery = endpoint.query ? parseValue(endpoint.query, query, "the query") : undefined;
  if (!endpoint.query && Object.keys(query).length > 0) {
    throw new RefusalError("bad_request", "this operation takes no query", { at: Object.keys(query)[0] ?? "query" });
  }
  const bytes = endpoint.method === "GET" ? NO_BODY : await readBody(message, endpoint.maxBytes);
  if (endpoint.request === undefined) return { query: parsedQuery, body: undefined };
  if (endpoint.request === "raw") return { query: parsedQuery, body: bytes };
  const value = parseBody(bytes, endpoint.maxBytes);
  return { query: parsedQuery, body: parseValue(endpoint.request, value, "the body") };
}
