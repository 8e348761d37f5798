import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { type Health, PROTOCOL_VERSION, type ProcessConfig } from "@trias/protocol";
import { IdentityError } from "./errors.ts";
import { createProvider } from "./provider.ts";
import type { IdentitySettings } from "./settings.ts";

const OPEN = new Set(["POST /token", "GET /jwks", "GET /.well-known/openid-configuration"]);

/** Starts the provider on its address; resolves once it listens. */
export async function listen(config: ProcessConfig, settings: IdentitySettings): Promise<Server> {
  const provider = createProvider(settings).callback();
  const health: Health = { process: "identity", ok: true, protocol: PROTOCOL_VERSION, build: config.build, notes: [] };
  const server = createServer(
    { key: config.tls.key, cert: config.tls.cert, minVersion: "TLSv1.3", maxHeaderSize: 16_384 },
    (request, response) => {
      const route = `${request.method} ${request.url?.split("?", 1)[0]}`;
      if (route === "GET /health") answer(response, 200, health);
      else if (!OPEN.has(route))
        answer(response, 404, { error: "not_found", error_description: "not part of this provider" });
      else if (tooLong(request))
        answer(response, 413, { error: "invalid_request", error_description: `at most ${MAX_BODY} bytes` });
      else void provider(request, response);
    },
  );
  server.requestTimeout = 10_000;
  server.headersTimeout = 5000;
  server.keepAliveTimeout = 5000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => {
      const at = `${config.listen.host}:${config.listen.port}`;
      reject(new IdentityError("listen_failed", `cannot listen on ${at}: ${cause.message}`, { at, cause }));
    });
    server.listen(config.listen.port, config.listen.host, resolve);
  });
  return server;
}

const MAX_BODY = 8192;

/** The library bounds a form by a megabyte; a token request has a few hundred bytes, and says how many. */
function tooLong(request: IncomingMessage): boolean {
  if (request.method !== "POST") return false;
  const length = Number(request.headers["content-length"]);
  return !(length <= MAX_BODY) || request.headers["transfer-encoding"] !== undefined;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}
