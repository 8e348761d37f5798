import { CoreError, utf8 } from "@trias/core";
import {
  BUILD_HEADER,
  type Endpoint,
  MIB,
  type Peer,
  PROTOCOL_HEADER,
  PROTOCOL_VERSION,
  type ProcessConfig,
  ProtocolError,
  parseValue,
} from "@trias/protocol";
import { parseBody } from "./body.ts";
import { errorFromAnswer } from "./error-body.ts";
import { LinkError, RefusalError } from "./errors.ts";
import { createOutbound, type OutboundTls } from "./outbound.ts";

export interface CallInput<Query, Body> {
  readonly params?: Readonly<Record<string, string>>;
  /** What is left out takes the endpoint's default at the other side. */
  readonly query?: Partial<Query>;
  /** Checked by the other side; bytes go out as they are. */
  readonly body?: Body | Uint8Array;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** 30 s, on top of what a long poll's `wait` asks for. */
  readonly timeoutMs?: number;
  /** Bytes of answer that are taken: 64 MiB. */
  readonly maxBytes?: number;
}

/** Calls one process. Every failure is a RefusalError; `unreachable` and `timeout` say nothing about the effect. */
export interface Client {
  readonly peer: Peer;
  call<Query, Body, Response>(
    endpoint: Endpoint<Query, Body, Response>,
    input?: CallInput<Query, Body>,
  ): Promise<Response>;
  close(): void;
}

export type ClientOptions =
  | { readonly config: Pick<ProcessConfig, "peers" | "tls" | "build">; readonly peer: Peer }
  | { readonly tls: OutboundTls; readonly peer: Peer; readonly url: string; readonly build?: string };

/** With a process's configuration, only the peers that it lists can be called. */
export function createClient(options: ClientOptions): Client {
  const { peer } = options;
  const outbound = createOutbound(peer, addressOf(options), "config" in options ? options.config.tls : options.tls);
  const build = "config" in options ? options.config.build : options.build;
  return {
    peer,
    close: () => outbound.close(),
    async call(endpoint, input = {}) {
      const body = bodyBytes(endpoint.request, input.body);
      const wait = waitSeconds(input.query);
      const maxBytes = input.maxBytes ?? 64 * MIB;
      const answer = await outbound.send({
        method: endpoint.method,
        path: pathOf(endpoint.path, input.params ?? {}) + queryOf(input.query),
        headers: {
          ...input.headers,
          accept: "application/json",
          [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
          ...(build === undefined ? {} : { [BUILD_HEADER]: build }),
          ...(body ? { "content-type": contentType(endpoint.request) } : {}),
          ...(input.token === undefined ? {} : { authorization: `Bearer ${input.token}` }),
        },
        ...(body ? { body } : {}),
        ...(input.signal ? { signal: input.signal } : {}),
        timeoutMs: (input.timeoutMs ?? 30_000) + wait * 1000,
        maxBytes,
      });
      if (answer.status !== 200) throw errorFromAnswer(answer.status, parsedOr(answer.body, undefined));
      return readAnswer(peer, endpoint, answer.body, maxBytes);
    },
  };
}

function addressOf(options: ClientOptions): string {
  if ("url" in options) return options.url;
  const url = options.config.peers[options.peer];
  if (url === undefined) {
    const fix = "the supervisor lists who may be called";
    throw new LinkError("peer_not_allowed", `this process may not call \`${options.peer}\``, { at: "peers", fix });
  }
  return url;
}

function bodyBytes(request: unknown, body: unknown): Uint8Array | undefined {
  if (request === undefined) return undefined;
  return body instanceof Uint8Array ? body : utf8(JSON.stringify(body ?? {}));
}

function contentType(request: unknown): string {
  return request === "raw" ? "application/octet-stream" : "application/json";
}

function waitSeconds(query: unknown): number {
  if (typeof query !== "object" || query === null || !("wait" in query)) return 0;
  return typeof query.wait === "number" ? query.wait : 0;
}

function pathOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:([a-z_]+)/gi, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === "") {
      throw new LinkError("parameter_missing", `\`${path}\` needs \`${name}\``, { at: name });
    }
    return encodeURIComponent(value);
  });
}

function queryOf(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return pairs.length === 0
    ? ""
    : `?${new URLSearchParams(pairs.map(([key, value]): [string, string] => [key, String(value)]))}`;
}

function readAnswer<T>(
  peer: Peer,
  endpoint: Pick<Endpoint<unknown, unknown, T>, "name" | "response">,
  body: Uint8Array,
  maxBytes: number,
): T {
  try {
    return parseValue(endpoint.response, parseBody(body, maxBytes), "the answer");
  } catch (error) {
    if (!(error instanceof CoreError || error instanceof ProtocolError)) throw error;
    throw new RefusalError(
      "internal",
      `\`${peer}\` answered \`${endpoint.name}\` with something else: ${error.message}`,
      {
        ...(error.at === undefined ? {} : { at: error.at }),
        fix: "run the same build on both sides",
        cause: error,
      },
    );
  }
}

function parsedOr(body: Uint8Array, otherwise: undefined): unknown {
  try {
    return parseBody(body, 64 * 1024);
  } catch {
    return otherwise;
  }
}
