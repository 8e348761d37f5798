import { randomBytes } from "node:crypto";
import { createClient, startProcess } from "@trias/link";
import { AUDIENCES, auditorApi, executorApi, sandboxApi } from "@trias/protocol";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import pg from "pg";
import { tryAll } from "./attempts.ts";
import { sealAttempts } from "./inside.ts";

/** Everything that a hostile orchestrator could try with what it has: its certificate, its database login, its network. */
startProcess(async ({ config, log }) => {
  const { tls, identity } = config;
  const base = new URL(config.peers.auditor ?? "");
  const at = (offset: number) => `https://127.0.0.1:${Number(base.port) - 2 + offset}`;
  const client = (peer: "auditor" | "executor" | "sandbox" | "identity", url: string) =>
    createClient({ tls, peer, url });
  const auditor = client("auditor", at(2));
  const executor = client("executor", at(3));
  const sandbox = client("sandbox", at(5));
  const anonymous = createClient({ tls: { ca: tls.ca }, peer: "sandbox", url: at(5) });
  const key = randomBytes(16).toString("hex");
  const call = { key, action: "tag_resource", target: "vpc-0", parameters: {} };
  const database = (change: (url: URL) => void) => async () => {
    const url = new URL(config.database_url ?? "");
    change(url);
    const login = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 5000 });
    await login.connect();
    const { rows } = await login.query("select current_database() as name");
    await login.end();
    return JSON.stringify(rows);
  };
  const forged = async (audience: string) => {
    const { privateKey, publicKey } = await generateKeyPair("ES256");
    const jwk = await exportJWK(publicKey);
    return new SignJWT({ groups: ["security", "network", "finance"], jti: key })
      .setProtectedHeader({ alg: "ES256", jwk })
      .setIssuer(identity?.issuer ?? "")
      .setAudience(audience)
      .setSubject("security@local")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(privateKey);
  };
  const unsigned = (audience: string) => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: identity?.issuer,
      aud: audience,
      sub: "security@local",
      groups: ["security"],
      jti: key,
      iat: now,
      exp: now + 300,
    };
    return `${part({ alg: "none", typ: "JWT" })}.${part(claims)}.`;
  };
  const sentence = { sentence: "Delete the segment prod-pci", idempotency_key: key };
  const decision = { kind: "cancel", reason: "attack" } as const;

  await tryAll(log, [
    ...sealAttempts(config),
    {
      name: "open the auditor's database",
      run: database((url) => {
        url.pathname = "/trias_auditor";
      }),
    },
    {
      name: "open the executor's database",
      run: database((url) => {
        url.pathname = "/trias_executor";
      }),
    },
    {
      name: "open the administrator's database",
      run: database((url) => {
        url.pathname = "/postgres";
      }),
    },
    {
      name: "log in as the auditor with its own password",
      run: database((url) => {
        url.username = "trias_auditor";
        url.pathname = "/trias_auditor";
      }),
    },
    {
      name: "log in as the administrator without a password",
      run: database((url) => {
        url.username = "postgres";
        url.password = "";
        url.pathname = "/trias_auditor";
      }),
    },
    { name: "ask as a person with its certificate", run: () => auditor.call(auditorApi.request, { body: sentence }) },
    {
      name: "ask with a token that it signed itself",
      run: async () => auditor.call(auditorApi.request, { body: sentence, token: await forged(AUDIENCES.auditor) }),
    },
    {
      name: "ask with an unsigned token",
      run: () => auditor.call(auditorApi.request, { body: sentence, token: unsigned(AUDIENCES.auditor) }),
    },
    {
      name: "decide with a token that it signed itself",
      run: async () =>
        auditor.call(auditorApi.decide, {
          params: { case: "C-000000000000" },
          body: decision,
          token: await forged(AUDIENCES.auditor),
        }),
    },
    {
      name: "resume a halt with a token that it signed itself",
      run: async () => executor.call(executorApi.resume, { body: {}, token: await forged(AUDIENCES.executor) }),
    },
    {
      name: "get a person's token without the person's secret",
      run: async () => {
        const response = await fetch(`${at(6)}/token`, {
          method: "POST",
          body: new URLSearchParams({
            grant_type: "client_credentials",
            client_id: "security",
            client_secret: "guess",
            resource: AUDIENCES.auditor,
          }),
        });
        const body = await response.text();
        if (!response.ok) throw new TypeError(body);
        return body;
      },
    },
    { name: "write to the sandbox", run: () => sandbox.call(sandboxApi.act, { body: call }) },
    { name: "write to the sandbox without a certificate", run: () => anonymous.call(sandboxApi.act, { body: call }) },
    {
      name: "change the sandbox as an operator",
      run: () => sandbox.call(sandboxApi.drift, { body: { action: "tag_resource", target: "vpc-0", parameters: {} } }),
    },
    { name: "arm a fault in the sandbox", run: () => sandbox.call(sandboxApi.fault, { body: { latency_ms: 1000 } }) },
    { name: "read the sandbox's journal", run: () => sandbox.call(sandboxApi.journal) },
    {
      name: "give the auditor an estate",
      run: () =>
        auditor.call(auditorApi.snapshot, {
          body: { payloadType: "x", payload: "", signatures: [{ keyid: "", sig: "" }] },
        }),
    },
    {
      name: "report in the executor's name",
      run: () =>
        auditor.call(auditorApi.report, {
          body: { payloadType: "x", payload: "", signatures: [{ keyid: "", sig: "" }] },
        }),
    },
    {
      name: "play the auditor to its caller",
      run: () => createClient({ tls, peer: "auditor", url: at(3) }).call(auditorApi.health),
    },
    { name: "serve under the auditor's name", run: () => client("identity", at(2)).call(auditorApi.health) },
  ]);
  return { close: async () => undefined };
});
