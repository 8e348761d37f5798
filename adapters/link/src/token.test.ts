import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { AUDIENCES } from "@trias/protocol";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, tlsOf } from "./__fixtures__/installation.ts";
import type { TokenVerifier } from "./caller.ts";
import { createTokenVerifier } from "./token.ts";

const keys = await generateKeyPair("EdDSA");
const strange = await generateKeyPair("EdDSA");
const issuer = "https://identity.example";
let close: () => void;
let jwksUrl: string;
let verify: TokenVerifier;

async function publish(as: "identity" | "orchestrator") {
  const key = { ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "EdDSA" };
  const server = createServer(await tlsOf(as), (_, response) => response.end(JSON.stringify({ keys: [key] })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}/jwks`, close: () => server.close() };
}

beforeAll(async () => {
  ({ url: jwksUrl, close } = await publish("identity"));
  verify = createTokenVerifier({ issuer, audience: AUDIENCES.auditor, ca: authority.cert, jwksUrl });
});
afterAll(() => close());

interface Claims {
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string | null;
}

function token(claims: Claims = {}, key = keys.privateKey): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const { jti = "t1", ...rest } = claims;
  const payload = { groups: ["network"], exp: now + 300, iat: now, iss: issuer, aud: AUDIENCES.auditor, ...rest };
  return new SignJWT({ ...payload, sub: "ada", ...(jti === null ? {} : { jti }) })
    .setProtectedHeader({ alg: "EdDSA", kid: "k1" })
    .sign(key);
}

test("a token of the provider for this audience names the person and the session", async () => {
  expect(await verify(await token())).toMatchObject({
    person: { iss: issuer, sub: "ada" },
    groups: ["network"],
    jti: "t1",
  });
});

describe("a token is refused", () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Claims]>([
    ["when it is for another power", { aud: AUDIENCES.executor }],
    ["when it is of another issuer", { iss: "https://elsewhere.example" }],
    ["when it has expired", { exp: now - 60 }],
    ["when it does not hold yet", { nbf: now + 120 }],
    ["when it was issued in the future", { iat: now + 120 }],
    ["when it has no id", { jti: null }],
  ])("%s", async (_, claims) => {
    await expect(verify(await token(claims))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("when another key signed it", async () => {
    await expect(verify(await token({}, strange.privateKey))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("when it names no algorithm or a shared secret's", async () => {
    const [, payload] = (await token()).split(".");
    const none = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`;
    await expect(verify(none)).rejects.toMatchObject({ code: "unauthenticated" });
    const shared = await new SignJWT({ sub: "ada" })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode("a secret of thirty-two bytes or more"));
    await expect(verify(shared)).rejects.toMatchObject({ code: "unauthenticated" });
  });
});

test("clocks may differ by thirty seconds", async () => {
  const now = Math.floor(Date.now() / 1000);
  expect((await verify(await token({ nbf: now + 20, exp: now + 300 }))).jti).toBe("t1");
});

test("without the provider's keys nobody is recognised, and the caller may try again", async () => {
  const blind = createTokenVerifier({
    issuer,
    audience: AUDIENCES.auditor,
    ca: authority.cert,
    jwksUrl: "https://127.0.0.1:1/jwks",
  });
  await expect(blind(await token())).rejects.toMatchObject({ code: "unavailable", remedy: "retry" });
});

test("keys that another process publishes are not taken", async () => {
  const impostor = await publish("orchestrator");
  const misled = createTokenVerifier({
    issuer,
    audience: AUDIENCES.auditor,
    ca: authority.cert,
    jwksUrl: impostor.url,
  });
  await expect(misled(await token())).rejects.toMatchObject({ code: "unavailable" });
  impostor.close();
});
