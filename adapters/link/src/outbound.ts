import type { IncomingMessage } from "node:http";
import { Agent, request as httpsRequest } from "node:https";
import type { PeerCertificate } from "node:tls";
import type { Peer } from "@trias/protocol";
import { readBody } from "./body.ts";
import { RefusalError } from "./errors.ts";

export interface OutboundTls {
  /** PEM of the only authority that is trusted. */
  readonly ca: string;
  readonly key?: string;
  readonly cert?: string;
}

interface OutboundCall {
  readonly method: "GET" | "POST";
  /** Path and query, below the peer's address. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
}

interface OutboundAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

/** Connections to one process at one address: the only way out of a process. */
export interface Outbound {
  send(call: OutboundCall): Promise<OutboundAnswer>;
  close(): void;
}

export function createOutbound(peer: Peer, url: string, tls: OutboundTls): Outbound {
  const base = new URL(url);
  const agent = new Agent({
    ...tls,
    minVersion: "TLSv1.3",
    keepAlive: true,
    maxSockets: 256,
    maxFreeSockets: 32,
    // A resumed session would skip the check of the other side's name.
    maxCachedSessions: 0,
    // INVARIANT: the chain is verified against our authority and the name must be this peer's, so that no other
    // process's certificate can play it; the host name proves nothing more on top.
    checkServerIdentity: (_host: string, certificate: PeerCertificate) => namedOtherwise(peer, certificate),
  });
  const send = (call: OutboundCall) => sendOnce(agent, base, peer, call);
  return {
    async send(call) {
      try {
        return await send(call);
      } catch (error) {
        // The other side closed an idle connection at the moment that it was taken again; a reading may simply ask once more.
        if (call.method === "GET" && error instanceof StaleConnection) return send(call);
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}

function namedOtherwise(peer: Peer, certificate: PeerCertificate): Error | undefined {
  const name = certificate.subject?.CN;
  if (name === peer) return undefined;
  return new RefusalError("unauthenticated", `the process there is \`${String(name).slice(0, 64)}\``, {
    fix: `expected the certificate of \`${peer}\``,
  });
}

class StaleConnection extends RefusalError {}

function sendOnce(agent: Agent, base: URL, peer: Peer, call: OutboundCall): Promise<OutboundAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>();
  if (call.signal?.aborted) {
    reject(gaveUp(peer));
    return promise;
  }
  const request = httpsRequest(
    {
      agent,
      protocol: base.protocol,
      host: base.hostname.replace(/^\[|\]$/g, ""),
      port: base.port,
      method: call.method,
      path: `${base.pathname.replace(/\/$/, "")}${call.path}`,
      headers: { ...call.headers, ...(call.body ? { "content-length": String(call.body.length) } : {}) },
    },
    (response) => {
      answered = true;
      collect(response, call.maxBytes).then(resolve, (error: unknown) => {
        request.destroy();
        reject(error);
      });
    },
  );
  let answered = false;
  // Before this nothing of the call can have reached the other side.
  let connected = false;
  request.once("socket", (socket) => {
    if (request.reusedSocket) connected = true;
    else socket.once("secureConnect", () => (connected = true));
  });
  const timer = setTimeout(() => {
    reject(new RefusalError("timeout", `\`${peer}\` gave no answer within ${call.timeoutMs} ms`, { remedy: "retry" }));
    request.destroy();
  }, call.timeoutMs);
  const onAbort = () => {
    reject(gaveUp(peer));
    request.destroy();
  };
  call.signal?.addEventListener("abort", onAbort, { once: true });
  request.on("error", (error: NodeJS.ErrnoException) => {
    // An early refusal (413) may come while the body is still on its way: the answer counts, not the broken pipe.
    if (!answered) reject(unreachable(peer, error, connected, request.reusedSocket));
  });
  request.on("close", () => {
    if (!answered) reject(unreachable(peer, undefined, connected, request.reusedSocket));
  });
  request.end(call.body);
  return promise.finally(() => {
    clearTimeout(timer);
    call.signal?.removeEventListener("abort", onAbort);
  });
}

async function collect(response: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> {
  return { status: response.statusCode ?? 0, body: await readBody(response, maxBytes) };
}

function gaveUp(peer: Peer): RefusalError {
  return new RefusalError("timeout", `the call to \`${peer}\` was given up`, { remedy: "stop" });
}

/** `at` is `connect` where the call can't have arrived. */
function unreachable(
  peer: Peer,
  cause: NodeJS.ErrnoException | undefined,
  connected: boolean,
  reused: boolean,
): RefusalError {
  if (cause instanceof RefusalError) return cause;
  const why = cause?.code ?? cause?.message ?? "the connection closed";
  const at = connected ? "answer" : "connect";
  const Kind = reused ? StaleConnection : RefusalError;
  const message = `\`${peer}\` can't be reached: ${why.slice(0, 200)}`;
  return new Kind("unreachable", message, { remedy: "retry", at, fix: "see `trias status`", cause });
}
