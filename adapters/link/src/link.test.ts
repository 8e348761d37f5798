import { createServer, request as httpsRequest } from "node:https";
import type { AddressInfo } from "node:net";
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from "@trias/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { authority, lines, start, tlsOf } from "./__fixtures__/installation.ts";
import { createAuthority } from "./certificates.ts";
import { type Client, createClient } from "./client.ts";
import { RefusalError } from "./errors.ts";
import { rawRoute, route } from "./route.ts";
import type { Served } from "./serve.ts";

const common = { process: "auditor", summary: "for a test" } as const;
const echo = {
  ...common,
  name: "echo",
  method: "POST",
  path: "/echo/:id",
  caller: { kind: "peers", peers: ["orchestrator"] },
  request: z.strictObject({ text: z.string().max(100_000) }),
  query: z.strictObject({ n: z.coerce.number().int().default(7) }),
  response: z.strictObject({ id: z.string(), text: z.string(), n: z.number(), peer: z.string().optional() }),
  maxBytes: 64 * 1024,
} as const;
const bytes = {
  ...common,
  name: "bytes",
  method: "POST",
  path: "/bytes",
  caller: { kind: "public" },
  request: "raw",
  response: z.strictObject({ size: z.number() }),
  maxBytes: 1024,
} as const;
const broken = {
  ...common,
  name: "broken",
  method: "GET",
  path: "/broken",
  caller: { kind: "public" },
  response: z.strictObject({}),
  maxBytes: 0,
} as const;
const waits = {
  ...common,
  name: "waits",
  method: "GET",
  path: "/waits",
  caller: { kind: "public" },
  query: z.strictObject({ wait: z.coerce.number().max(60).default(0) }),
  response: z.strictObject({}),
  maxBytes: 0,
} as const;

let served: Served;
const clients: Client[] = [];
const hungUp = Promise.withResolvers<void>();

async function client(as: "orchestrator" | "collector" | null, expected = "auditor" as const): Promise<Client> {
  const tls = as === null ? { ca: authority.cert } : await tlsOf(as);
  const made = createClient({ tls, peer: expected, url: served.url });
  clients.push(made);
  return made;
}

beforeAll(async () => {
  served = await start("auditor", [
    route(echo, ({ body, query, param, peer }) => ({
      id: param("id"),
      text: body.text,
      n: query.n,
      ...(peer ? { peer } : {}),
    })),
    rawRoute(bytes, ({ body }) => ({ size: body.length })),
    route(broken, () => {
      throw new Error("a secret of this process");
    }),
    route(waits, async ({ signal }) => {
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      hungUp.resolve();
      return {};
    }),
  ]);
});
afterAll(async () => {
  for (const made of clients) made.close();
  await served.close(0);
});

async function refusal(call: Promise<unknown>): Promise<RefusalError> {
  const error = await call.then(
    () => new Error("it was answered"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RefusalError)) throw error;
  return error;
}

test("a listed process is answered, with parameters, query and body in their checked form", async () => {
  const orchestrator = await client("orchestrator");
  const answer = await orchestrator.call(echo, { params: { id: "a/b c" }, body: { text: "héllo" } });
  expect(answer).toEqual({ id: "a/b c", text: "héllo", n: 7, peer: "orchestrator" });
  expect((await orchestrator.call(echo, { params: { id: "x" }, query: { n: 3 }, body: { text: "" } })).n).toBe(3);
});

test("a certificate of another process is refused", async () => {
  const error = await refusal((await client("collector")).call(echo, { params: { id: "x" }, body: { text: "" } }));
  expect(error.code).toBe("forbidden");
});

test("a call without a certificate is refused", async () => {
  const error = await refusal((await client(null)).call(echo, { params: { id: "x" }, body: { text: "" } }));
  expect(error.code).toBe("unauthenticated");
});

test("a certificate with the right name from a foreign authority is refused", async () => {
  const foreign = await tlsOf("orchestrator", await createAuthority());
  const made = createClient({ tls: { ...foreign, ca: authority.cert }, peer: "auditor", url: served.url });
  clients.push(made);
  const error = await refusal(made.call(echo, { params: { id: "x" }, body: { text: "" } }));
  expect(error.code).toBe("unauthenticated");
});

test("a server that holds the certificate of another process is refused by the client", async () => {
  const impostor = await start("orchestrator", [rawRoute(bytes, () => ({ size: 0 }))]);
  const made = createClient({ tls: await tlsOf("collector"), peer: "auditor", url: impostor.url });
  const error = await refusal(made.call(bytes, { body: new Uint8Array() }));
  expect(error.code).toBe("unauthenticated");
  expect(error.message).toContain("orchestrator");
  made.close();
  await impostor.close(0);
});

test("a server of a foreign authority is refused by the client", async () => {
  const other = await createAuthority();
  const impostor = await start("auditor", [rawRoute(bytes, () => ({ size: 0 }))], {
    config: { listen: { host: "127.0.0.1", port: 0 }, tls: await tlsOf("auditor", other) },
  });
  const made = createClient({ tls: await tlsOf("collector"), peer: "auditor", url: impostor.url });
  expect((await refusal(made.call(bytes, { body: new Uint8Array() }))).code).toBe("unreachable");
  made.close();
  await impostor.close(0);
});

test("a process can't call what its configuration does not list", async () => {
  const config = { peers: { auditor: served.url }, tls: await tlsOf("orchestrator"), build: "test" };
  expect(() => createClient({ config, peer: "sandbox" })).toThrow("may not call `sandbox`");
});

test("a body is refused by its declared length before it is read", async () => {
  const error = await refusal((await client("orchestrator")).call(bytes, { body: new Uint8Array(50 * 1024 * 1024) }));
  expect(error.code).toBe("too_large");
});

test("a body of unknown length is refused at the first byte too many, and not kept", async () => {
  const before = process.memoryUsage().arrayBuffers;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = httpsRequest(`${served.url}/bytes`, { method: "POST", ca: authority.cert }, (response) => {
      resolve(response.statusCode);
      request.destroy();
    });
    request.on("error", reject);
    const chunk = Buffer.alloc(16 * 1024);
    const more = () => {
      if (!request.destroyed) request.write(chunk, more);
    };
    more();
  });
  expect(status).toBe(413);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
});

test.each([
  ["a duplicate key", '{"text":"a","text":"b"}', "json_duplicate_key"],
  ["an unknown key", '{"text":"a","more":1}', "schema_mismatch"],
  ["a value of another type", '{"text":1}', "schema_mismatch"],
  ["no JSON", "text", "json_syntax"],
  ["bytes that are not UTF-8", Buffer.from([0x22, 0xff, 0x22]), "json_not_utf8"],
  ["deep nesting", "[".repeat(5000), "json_too_deep"],
])("%s in a body is refused", async (_, body, code) => {
  const answer = await raw("/echo/x", { body, headers: { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) } });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain(`"code":"${code}"`);
});

test("an unknown query is refused", async () => {
  const answer = await raw("/echo/x?m=1", { body: '{"text":""}', headers: { [PROTOCOL_HEADER]: "1" } });
  expect(answer.status).toBe(400);
});

test("another protocol version is refused, and both are named", async () => {
  const answer = await raw("/echo/x", { body: '{"text":""}', headers: { [PROTOCOL_HEADER]: "999" } });
  expect(answer.status).toBe(426);
  expect(answer.text).toContain("`999`");
  expect(answer.text).toContain(`protocol ${PROTOCOL_VERSION}`);
});

test("a process that names no protocol version is refused", async () => {
  expect((await raw("/echo/x", { body: '{"text":""}', headers: {} })).status).toBe(426);
});

test("an unexpected error gives an id and none of its text; the log has both", async () => {
  const error = await refusal((await client("orchestrator")).call(broken));
  expect(error.code).toBe("internal");
  expect(error.describe()).not.toContain("secret");
  const line = lines.find((text) => text.includes("internal_error"));
  expect(line).toContain("a secret of this process");
  expect(line).toContain(error.at ?? "no id");
});

test("a path that nobody serves is refused", async () => {
  expect((await raw("/nowhere", { body: "", headers: {} })).status).toBe(404);
});

test("the handler learns that its caller has gone", async () => {
  const leaving = new AbortController();
  const call = refusal((await client("orchestrator")).call(waits, { query: { wait: 60 }, signal: leaving.signal }));
  setTimeout(() => leaving.abort(), 20);
  expect((await call).code).toBe("timeout");
  await hungUp.promise;
});

test("a process that is not there is unreachable, and the caller may try again", async () => {
  const made = createClient({ tls: await tlsOf("collector"), peer: "auditor", url: "https://127.0.0.1:1" });
  const error = await refusal(made.call(broken));
  expect([error.code, error.at, error.remedy]).toEqual(["unreachable", "connect", "retry"]);
});

test("a call that may have arrived is told from one that can't have", async () => {
  const heard = Promise.withResolvers<void>();
  const server = createServer({ ...(await tlsOf("auditor")), requestCert: true }, (request) => {
    heard.resolve();
    request.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const made = createClient({ tls: await tlsOf("collector"), peer: "auditor", url: `https://127.0.0.1:${port}` });
  const error = await refusal(made.call(bytes, { body: new Uint8Array(10) }));
  await heard.promise;
  expect([error.code, error.at]).toEqual(["unreachable", "answer"]);
  made.close();
  server.close();
});

async function raw(path: string, options: { body: string | Buffer; headers: Record<string, string> }) {
  const { key, cert } = await tlsOf("orchestrator");
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const init = { method: "POST", ca: authority.cert, key, cert, headers: options.headers };
    const request = httpsRequest(`${served.url}${path}`, init, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text }));
    });
    request.on("error", reject);
    request.end(options.body);
  });
}
