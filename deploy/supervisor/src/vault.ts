import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { roleSchema } from "@trias/protocol";
import { z } from "zod";
import { readJson, writeJson } from "./files.ts";
import type { Layout } from "./layout.ts";

const seed = z.base64().length(44);
const password = z.string().regex(/^[A-Za-z0-9_-]{32,}$/);

const secretsSchema = z.strictObject({
  /** Names this installation where it meets others: log origin, issuer, databases on a shared server. */
  installation: z.string().regex(/^[0-9a-f]{12}$/),
  /** Ed25519 seeds by power and use, as the powers' configuration names them. */
  seeds: z.strictObject({
    auditor: z.strictObject({ receipt: seed, warrant: seed, log: seed }),
    executor: z.strictObject({ report: seed }),
    collector: z.strictObject({ estate: seed }),
  }),
  /** Event sources that sign what they send. */
  sources: z.record(z.string(), seed),
  databases: z.strictObject({
    administrator: password,
    orchestrator: password,
    auditor: password,
    executor: password,
  }),
  identity: z.strictObject({
    /** Part of who a person is, so it outlives a change of ports. */
    issuer: z.url(),
    signing_key: z.strictObject({
      kty: z.literal("EC"),
      crv: z.literal("P-256"),
      x: z.string(),
      y: z.string(),
      d: z.string(),
      kid: z.string(),
    }),
    accounts: z.record(roleSchema, password),
  }),
  log_origin: z.string(),
});
export type Secrets = z.infer<typeof secretsSchema>;

const fileOf = (layout: Layout) => join(layout.vault, "secrets.json");

export function hasVault(layout: Layout): boolean {
  return existsSync(fileOf(layout));
}

/** The secrets of this system: made once, as a whole, and read ever after. */
export function openVault(layout: Layout): Secrets {
  const file = fileOf(layout);
  const kept = readJson(file, secretsSchema);
  if (kept !== null) return kept;
  const made = makeSecrets();
  writeJson(file, made);
  return made;
}

function makeSecrets(): Secrets {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "", d = "" } = privateKey.export({ format: "jwk" });
  const accounts = Object.fromEntries(roleSchema.options.map((role) => [role, newPassword()]));
  const installation = randomBytes(6).toString("hex");
  return {
    installation,
    seeds: {
      auditor: { receipt: newSeed(), warrant: newSeed(), log: newSeed() },
      executor: { report: newSeed() },
      collector: { estate: newSeed() },
    },
    sources: { guardduty: newSeed() },
    databases: {
      administrator: newPassword(),
      orchestrator: newPassword(),
      auditor: newPassword(),
      executor: newPassword(),
    },
    identity: {
      issuer: `https://identity.trias.localhost/${installation}`,
      signing_key: { kty: "EC", crv: "P-256", x, y, d, kid: randomBytes(8).toString("hex") },
      accounts: accounts as Secrets["identity"]["accounts"],
    },
    // Two installations never share a log's name: their checkpoints must not be taken for one another's.
    log_origin: `${installation}.trias.localhost/audit/${new Date().getUTCFullYear()}`,
  };
}

function newSeed(): string {
  return randomBytes(32).toString("base64");
}

function newPassword(): string {
  return randomBytes(32).toString("base64url");
}
