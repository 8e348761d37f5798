import type { z } from "zod";
import type { Peer, Power } from "./values.ts";

/** Who may call: processes by their certificate, people by a token of the power's own audience, anybody, or an event source by its signature. */
export type Caller =
  | { readonly kind: "peers"; readonly peers: readonly Peer[] }
  | { readonly kind: "person"; readonly peers?: readonly Peer[] }
  | { readonly kind: "public" };

/**
 * One operation of a process's HTTP interface: the server, the client and the OpenAPI document are all made from it.
 * `path` may hold `:name` parameters. A `raw` request is taken as bytes and handed over unparsed.
 */
export interface Endpoint<Query, Request, Response> {
  readonly name: string;
  readonly process: Power | "sandbox";
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly caller: Caller;
  readonly summary: string;
  readonly query?: z.ZodType<Query>;
  readonly request?: z.ZodType<Request> | "raw";
  readonly response: z.ZodType<Response>;
  /** Bytes of body that are read at most; a longer body is refused before it is parsed. */
  readonly maxBytes: number;
}

export type AnyEndpoint = Endpoint<unknown, unknown, unknown>;

export function endpoint<Query = undefined, Request = undefined, Response = unknown>(
  definition: Endpoint<Query, Request, Response>,
): Endpoint<Query, Request, Response> {
  return definition;
}

export const PUBLIC: Caller = { kind: "public" };
export const PERSON: Caller = { kind: "person" };
export function peers(...list: readonly Peer[]): Caller {
  return { kind: "peers", peers: list };
}
/** A person with a token, or one of these processes with its certificate. */
export function personOr(...list: readonly Peer[]): Caller {
  return { kind: "person", peers: list };
}
