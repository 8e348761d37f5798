import { join } from "node:path";
import { signerFromSeed } from "@trias/core";
import { formatLogKey } from "@trias/ledger";
import type { IssuedCertificate } from "@trias/link/certificates";
import { roleSchema } from "@trias/protocol";
import { z } from "zod";
import type { Certificates } from "./certificates.ts";
import { SupervisorError } from "./errors.ts";
import { readJson, writeJson } from "./files.ts";
import { type Layout, makeFolder } from "./layout.ts";
import { PROCESSES, type ProcessName } from "./processes.ts";
import type { Secrets } from "./vault.ts";

const endpointsSchema = z.strictObject({
  port_base: z.int(),
  issuer: z.string(),
  token_endpoint: z.url(),
  processes: z.record(z.string(), z.url()),
  /** Public key of the ledger, `<name>+<key id>+<base64>`: all that verifying an export needs. */
  ledger_key: z.string(),
});
export type Endpoints = z.infer<typeof endpointsSchema>;

const credentialSchema = z.strictObject({ role: roleSchema, client_id: z.string(), client_secret: z.string() });
export type Credential = z.infer<typeof credentialSchema>;

const sourceKeySchema = z.strictObject({ source: z.string(), seed: z.base64(), public_key: z.base64() });
export type SourceKey = z.infer<typeof sourceKeySchema>;

const tlsFileSchema = z.strictObject({ key: z.string(), cert: z.string(), ca: z.string() });

export const peopleFiles = {
  endpoints: (layout: Layout) => join(layout.people, "endpoints.json"),
  role: (layout: Layout, role: string) => join(layout.people, `${role}.json`),
  source: (layout: Layout, source: string) => join(layout.people, "sources", `${source}.json`),
  ca: (layout: Layout) => join(layout.people, "ca.json"),
  operator: (layout: Layout) => join(layout.people, "operator.json"),
};

/** Writes what the command line needs to act for people on this machine. */
export function writePeople(layout: Layout, secrets: Secrets, certificates: Certificates, base: number): void {
  for (const [role, secret] of Object.entries(secrets.identity.accounts)) {
    writeJson(peopleFiles.role(layout, role), { role, client_id: role, client_secret: secret });
  }
  makeFolder(join(layout.people, "sources"), 0o700);
  for (const [source, seed] of Object.entries(secrets.sources)) {
    writeJson(peopleFiles.source(layout, source), { source, seed, public_key: signerFromSeed(seed).publicKey });
  }
  writeJson(peopleFiles.ca(layout), { ca: certificates.operator.ca });
  writeJson(peopleFiles.operator(layout), certificates.operator);
  const { publicKey } = signerFromSeed(secrets.seeds.auditor.log);
  const ledgerKey = formatLogKey({ name: secrets.log_origin, publicKey });
  writeJson(peopleFiles.endpoints(layout), {
    port_base: base,
    issuer: secrets.identity.issuer,
    token_endpoint: `${urlOf("identity", base)}/token`,
    processes: Object.fromEntries(PROCESSES.map(({ name }) => [name, urlOf(name, base)])),
    ledger_key: ledgerKey,
  } satisfies Endpoints);
}

export function readEndpoints(layout: Layout): Endpoints | null {
  return readJson(peopleFiles.endpoints(layout), endpointsSchema);
}

export function readCredential(layout: Layout, role: string): Credential | null {
  return readJson(peopleFiles.role(layout, role), credentialSchema);
}

export function readSourceKey(layout: Layout, source: string): SourceKey | null {
  return readJson(peopleFiles.source(layout, source), sourceKeySchema);
}

/** The operator's certificate, and the authority that all processes' certificates are of. */
export function readTls(layout: Layout): IssuedCertificate {
  const tls = readJson(peopleFiles.operator(layout), tlsFileSchema);
  if (tls === null) {
    throw new SupervisorError("state_malformed", "the operator's certificate is missing", {
      at: peopleFiles.operator(layout),
      fix: "start the system with `trias up`",
    });
  }
  return tls;
}

export function urlOf(name: ProcessName, base: number): string {
  const offset = PROCESSES.find((entry) => entry.name === name)?.offset ?? 0;
  return `https://127.0.0.1:${base + offset}`;
}
