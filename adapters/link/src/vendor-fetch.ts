import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { readBody } from "./body.ts";
import { LinkError, RefusalError } from "./errors.ts";

export interface VendorOptions {
  /** The only address that is ever called: calls go to it or below it. */
  readonly url: string;
  /** PEM of the authority that signed its certificate, where that is none that everybody trusts. */
  readonly ca?: string | undefined;
  /** Bytes of an answer that are taken; the connection is cut at the byte that is one too many. */
  readonly maxBytes: number;
}

/** As much of the global `fetch` as a vendor's client library calls. */
export type VendorFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A way out to one outside service, in the form that its client library wants. It follows no redirect, keeps no cookie, knows no proxy and no
 * environment, and speaks without TLS to this machine alone.
 */
export function createVendorFetch({ url, ca, maxBytes }: VendorOptions): VendorFetch {
  const base = vendorAddress(url);
  return async (input, init = {}) => {
    const target = new URL(input instanceof Request ? input.url : input);
    if (target.origin !== base.origin || !isBelow(target.pathname, base.pathname)) {
      throw new LinkError("peer_not_allowed", `\`${target.origin}\` is not the address that was allowed`, {
        at: "url",
      });
    }
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    const body = init.body === undefined || init.body === null ? undefined : Buffer.from(String(init.body));
    const method = init.method ?? "GET";
    const signal = init.signal ?? undefined;
    return send(target, { method, headers, ...(signal ? { signal } : {}), ...(ca ? { ca } : {}) }, body, maxBytes);
  };
}

/** Checks an address before anything is sent there. */
export function vendorAddress(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : null;
  const local = base !== null && ["localhost", "127.0.0.1", "[::1]"].includes(base.hostname);
  if (base !== null && (base.protocol === "https:" || (base.protocol === "http:" && local)) && base.username === "") {
    return base;
  }
  const fix = "give https://…, or http:// on this machine alone, without user and password";
  throw new LinkError("config_malformed", `\`${url.slice(0, 200)}\` is no address of a service`, { at: "url", fix });
}

function isBelow(path: string, base: string): boolean {
  const root = base.endsWith("/") ? base : `${base}/`;
  return path === base || path.startsWith(root);
}

function send(target: URL, options: RequestOptions, body: Buffer | undefined, maxBytes: number): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const start = target.protocol === "https:" ? httpsRequest : httpRequest;
  const request = start(
    target,
    {
      ...options,
      // Not kept: a vendor is called rarely, and a connection that idles is one more thing to go stale.
      agent: false,
      headers: { ...options.headers, ...(body ? { "content-length": String(body.length) } : {}) },
    },
    (message) => {
      answerOf(message, maxBytes).then(resolve, (error: unknown) => {
        reject(error);
        request.destroy();
      });
    },
  );
  request.on("error", (cause: NodeJS.ErrnoException) => {
    const timedOut = cause.name === "AbortError";
    const message = timedOut
      ? `the call to \`${target.host}\` was given up`
      : `\`${target.host}\` can't be reached: ${(cause.code ?? cause.message).slice(0, 200)}`;
    reject(new RefusalError(timedOut ? "timeout" : "unreachable", message, { remedy: "retry", cause }));
  });
  request.end(body);
  return promise;
}

async function answerOf(message: IncomingMessage, maxBytes: number): Promise<Response> {
  const status = message.statusCode ?? 0;
  const bytes = await readBody(message, maxBytes);
  const type = message.headers["content-type"];
  const retry = message.headers["retry-after"];
  const headers = { ...(type ? { "content-type": type } : {}), ...(retry ? { "retry-after": retry } : {}) };
  if (status < 200 || status > 599) {
    throw new RefusalError("bad_request", `an answer with status ${status}`, { remedy: "stop" });
  }
  const bodiless = status === 204 || status === 205 || status === 304;
  return new Response(bodiless ? null : Buffer.from(bytes), { status, headers });
}
