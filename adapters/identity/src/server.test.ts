import { createHash, generateKeyPairSync } from "node:crypto";
import { request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { createTokenVerifier } from "@trias/link";
import { createAuthority, type IssuedCertificate, issueCertificate } from "@trias/link/certificates";
import { AUDIENCES, type ProcessConfig, parseValue } from "@trias/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listen } from "./server.ts";
import { identitySettingsSchema } from "./settings.ts";

const issuer = "https://identity.trias.localhost/test";
const secret = "a credential of the developer";
let tls: IssuedCertificate;
let server: Server;
let port: number;

beforeAll(async () => {
  tls = await issueCertificate(await createAuthority(), "identity", { hosts: ["127.0.0.1"] });
  const { x, y, d } = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" });
  const settings = parseValue(
    identitySettingsSchema,
    {
      issuer,
      audiences: [AUDIENCES.auditor, AUDIENCES.executor],
      accounts: [
        {
          id: "developer",
          secret_sha256: createHash("sha256").update(secret).digest("hex"),
          groups: ["trias-developer"],
        },
      ],
      signing_key: { kty: "EC", crv: "P-256", x, y, d, kid: "k" },
    },
    "settings",
  );
  const config: ProcessConfig = {
    process: "identity",
    build: "test",
    data_dir: "",
    listen: { host: "127.0.0.1", port: 0 },
    tls,
    peers: {},
    seeds: {},
    pins: {},
    settings: {},
  };
  server = await listen(config, settings);
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

function call(method: string, path: string, body = "", headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length: Record<string, string> =
      method === "POST" ? { "content-length": String(Buffer.byteLength(body)) } : {};
    const options = { host: "127.0.0.1", port, path, method, ca: tls.ca, agent: false as const };
    const sent = request({ ...options, headers: { ...length, ...headers } }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

function token(form: Record<string, string>, password = secret): Promise<Answer> {
  return call("POST", "/token", new URLSearchParams(form).toString(), {
    authorization: `Basic ${Buffer.from(`developer:${encodeURIComponent(password)}`).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
  });
}

const verifierFor = (audience: string) =>
  createTokenVerifier({ issuer, audience, ca: tls.ca, jwksUrl: `https://127.0.0.1:${port}/jwks` });

test("an account gets a token for the power that it names, and no other power takes it", async () => {
  const { status, body } = await token({ grant_type: "client_credentials", resource: AUDIENCES.auditor });
  expect(status).toBe(200);
  expect(body["expires_in"]).toBe(600);
  const person = await verifierFor(AUDIENCES.auditor)(String(body["access_token"]));
  expect(person).toMatchObject({ person: { iss: issuer, sub: "developer@local" }, groups: ["trias-developer"] });
  await expect(verifierFor(AUDIENCES.executor)(String(body["access_token"]))).rejects.toThrow("`aud`");
});

test.each([
  ["a wrong credential", { grant_type: "client_credentials", resource: AUDIENCES.auditor }, "wrong", "invalid_client"],
  [
    "the hash instead of the credential",
    { grant_type: "client_credentials", resource: AUDIENCES.auditor },
    createHash("sha256").update(secret).digest("hex"),
    "invalid_client",
  ],
  ["no power", { grant_type: "client_credentials" }, secret, "invalid_target"],
  ["an unknown power", { grant_type: "client_credentials", resource: "urn:else" }, secret, "invalid_target"],
  ["another grant", { grant_type: "authorization_code", code: "x" }, secret, "unsupported_grant_type"],
])("%s is refused", async (_, form, password, error) => {
  const { status, body } = await token(form, password);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body["error"]).toBe(error);
  expect(body).not.toHaveProperty("access_token");
});

test.each(["/auth?client_id=developer", "/reg", "/session/end", "/me", "/token/introspection"])(
  "%s does not exist",
  async (path) => {
    expect((await call("GET", path)).status).toBe(404);
  },
);

test("a body that is no token request is not read", async () => {
  expect((await call("POST", "/token", "x".repeat(10_000))).status).toBe(413);
});

test("the published keys hold no private part", async () => {
  const { body } = await call("GET", "/jwks");
  expect(JSON.stringify(body)).not.toContain('"d"');
});
