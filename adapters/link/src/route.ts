import type { IncomingHttpHeaders } from "node:http";
import type { AnyEndpoint, Endpoint, Peer } from "@trias/protocol";
import type { VerifiedPerson } from "./caller.ts";

/** One call, checked: who calls, and query and body in the form that the endpoint gives them. */
export interface Incoming<Query, Body> {
  readonly query: Query;
  readonly body: Body;
  /** Parts of the path that the endpoint writes as `:name`. */
  readonly params: Readonly<Record<string, string>>;
  /** One of them; a name that the path does not have is a mistake of ours and throws. */
  param(name: string): string;
  /** The calling process, where a certificate named it. */
  readonly peer: Peer | undefined;
  /** The calling person, where a token named one; always there on a person's endpoint that lists no peers. */
  readonly person: VerifiedPerson | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Aborted when the caller hangs up: a long poll ends then. */
  readonly signal: AbortSignal;
}

/** An endpoint with what answers it, its types erased. */
export interface Route {
  readonly endpoint: AnyEndpoint;
  readonly handle: (incoming: Incoming<unknown, unknown>) => Promise<unknown>;
}

/** Ties a handler to an endpoint; query and body have been checked against the endpoint's schemas before it runs. */
export function route<Query, Request, Response>(
  endpoint: Endpoint<Query, Request, Response>,
  handler: (incoming: Incoming<Query, Request>) => Promise<Response> | Response,
): Route {
  return {
    endpoint,
    handle: async (incoming) => handler(incoming as Incoming<Query, Request>),
  };
}

/** The same for an endpoint with a `raw` request: the handler gets the bytes as they came. */
export function rawRoute<Query, Response>(
  endpoint: Endpoint<Query, undefined, Response>,
  handler: (incoming: Incoming<Query, Uint8Array>) => Promise<Response> | Response,
): Route {
  return {
    endpoint,
    handle: async (incoming) => handler(incoming as Incoming<Query, Uint8Array>),
  };
}
