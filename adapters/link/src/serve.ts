import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { messageOf } from "@trias/core";
import { type Peer, PROTOCOL_HEADER, PROTOCOL_VERSION, type ProcessConfig } from "@trias/protocol";
import { Hono } from "hono";
import { createAdmission } from "./admission.ts";
import { checkCaller, checkVersion, type TokenVerifier } from "./caller.ts";
import { answerOf, type ErrorAnswer, internalAnswer } from "./error-body.ts";
import { LinkError } from "./errors.ts";
import type { Log } from "./log.ts";
import { readRequest } from "./request.ts";
import type { Route } from "./route.ts";

export interface ServeOptions {
  readonly config: Pick<ProcessConfig, "listen" | "tls">;
  readonly log: Log;
  readonly routes: readonly Route[];
  /** Verifies people's tokens; without it every person's endpoint refuses tokens. */
  readonly people?: TokenVerifier;
  /** Also checks every answer against its schema, so that a fault is found here and not at the caller; for tests. */
  readonly checkResponses?: boolean;
}

export interface Served {
  readonly port: number;
  readonly url: string;
  /** Takes no new calls, ends idle connections, and cuts what has not ended after `graceMs` (1 s). */
  close(graceMs?: number): Promise<void>;
}

type Env = { Bindings: HttpBindings };

/** Serves routes by HTTPS: TLS 1.3 only, a client certificate asked of everybody and demanded where the endpoint says so. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { config, log } = options;
  const app = new Hono<Env>({ strict: true });
  addRoutes(app, options);
  app.notFound((c) =>
    send(c.env.outgoing, 404, errorText("not_found", "no such operation", "the OpenAPI document lists them")),
  );
  app.onError((error, c) => {
    const { status, body } = answerToError(error, log);
    return send(c.env.outgoing, status, body);
  });

  const listener = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  const server = createServer(
    {
      ...config.tls,
      minVersion: "TLSv1.3",
      requestCert: true,
      // Each endpoint decides whether a certificate is needed: people come without one.
      rejectUnauthorized: false,
      maxHeaderSize: 16 * 1024,
      noDelay: true,
      keepAliveTimeout: 120_000,
      headersTimeout: 10_000,
      requestTimeout: 60_000,
      connectionsCheckingInterval: 5000,
    },
    (incoming, outgoing) => void listener(incoming, outgoing),
  );
  server.maxConnections = 2000;
  server.maxHeadersCount = 64;
  server.on("tlsClientError", (error) => log.debug("tls_refused", { error: messageOf(error) }));
  await listen(server, config.listen.host, config.listen.port);
  const { port } = server.address() as AddressInfo;
  return { port, url: `https://${config.listen.host}:${port}`, close: (graceMs = 1000) => close(server, graceMs) };
}

function addRoutes(app: Hono<Env>, options: ServeOptions): void {
  const seen = new Set<string>();
  const admission = createAdmission();
  for (const route of options.routes) {
    const { endpoint } = route;
    const key = `${endpoint.method} ${endpoint.path}`;
    if (seen.has(key)) throw new LinkError("route_duplicate", `two routes answer \`${key}\``, { at: endpoint.name });
    seen.add(key);
    app.on(endpoint.method, endpoint.path, async (c) => {
      const message = c.env.incoming as IncomingMessage;
      const { outgoing } = c.env;
      checkVersion(endpoint, message);
      const caller = await checkCaller(endpoint, message, options.people);
      const leave = admission.enter(callerKey(caller.peer, caller.person?.person.sub, message));
      try {
        const gone = new AbortController();
        outgoing.once("close", () => {
          if (!outgoing.writableFinished) gone.abort();
        });
        const request = await readRequest(endpoint, message, c.req.query());
        const params = c.req.param() as Record<string, string>;
        const answer = await route.handle({
          ...request,
          ...caller,
          params,
          param: (name) => parameter(params, name, key),
          headers: message.headers,
          signal: gone.signal,
        });
        return send(outgoing, 200, options.checkResponses === true ? endpoint.response.parse(answer) : answer);
      } finally {
        leave();
      }
    });
  }
}

function callerKey(peer: Peer | undefined, person: string | undefined, message: IncomingMessage): string {
  if (peer !== undefined) return `peer ${peer}`;
  return person === undefined ? `address ${message.socket.remoteAddress}` : `person ${person}`;
}

function parameter(params: Readonly<Record<string, string>>, name: string, key: string): string {
  const value = params[name];
  if (value === undefined) throw new LinkError("parameter_missing", `\`${key}\` has no parameter \`${name}\``);
  return value;
}

function answerToError(error: unknown, log: Log): ErrorAnswer {
  const known: ErrorAnswer | undefined = answerOf(error);
  if (known) return known;
  const id = randomBytes(8).toString("hex");
  log.error("internal_error", { id, error: messageOf(error), stack: error instanceof Error ? error.stack : undefined });
  return internalAnswer(id);
}

function errorText(code: string, message: string, fix: string) {
  return { error: { code, message, fix, remedy: "stop" } };
}

const HEADERS = {
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
};

/** Written at once, head and body together: a Response object would pass through a stream and a timer first. */
function send(outgoing: HttpBindings["outgoing"], status: number, value: unknown): Response {
  const body = Buffer.from(JSON.stringify(value));
  outgoing.writeHead(status, { ...HEADERS, "content-length": body.length });
  outgoing.end(body);
  return RESPONSE_ALREADY_SENT;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
