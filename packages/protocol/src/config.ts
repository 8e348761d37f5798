import { z } from "zod";
import { base64Schema, peerSchema } from "./values.ts";

const tlsSchema = z.strictObject({ key: z.string(), cert: z.string(), ca: z.string() });
const listenSchema = z.strictObject({ host: z.string(), port: z.int().min(0).max(65_535) });
const addressesSchema = z.partialRecord(peerSchema, z.url());

/**
 * What the supervisor hands to a process on standard input, one line of JSON, and nowhere else: no secret stands in an
 * environment, an argument list or a file that the process could read. End of input means that the supervisor is gone.
 */
export const processConfigSchema = z.strictObject({
  process: peerSchema.exclude(["operator"]),
  build: z.string().max(100),
  /** The only folder that the process may write. */
  data_dir: z.string(),
  listen: listenSchema,
  tls: tlsSchema,
  /** Addresses of the processes that this one may call: its allow-list. */
  peers: addressesSchema,
  /** PostgreSQL login of its own, for the powers that keep a store. */
  database_url: z.string().optional(),
  /** Base64 Ed25519 seeds of its own keys: `warrant` and `log` (auditor), `report` (executor), `estate` (collector). */
  seeds: z.record(z.string(), base64Schema),
  /** Base64 Ed25519 public keys that it pins, by power and use: `auditor.warrant`, `auditor.receipt`, `auditor.log`, `executor.report`, `collector.estate`. */
  pins: z.record(z.string(), base64Schema),
  /**
   * The identity provider whose tokens it takes, and the audience that they must carry. `jwks_url` where its keys are published,
   * `<issuer>/jwks` unless given: a local provider keeps its issuer, which is part of who a person is, when its port moves.
   */
  identity: z.strictObject({ issuer: z.url(), audience: z.string(), jwks_url: z.url().optional() }).optional(),
  /** The log's origin line, `<host>/audit/<year>`. */
  log_origin: z.string().max(200).optional(),
  /** Settings of one process only, checked by that process. */
  settings: z.record(z.string(), z.json()),
});
export type ProcessConfig = z.infer<typeof processConfigSchema>;

/** The audience that a token must carry for each power. */
export const AUDIENCES = {
  auditor: "urn:trias:auditor",
  executor: "urn:trias:executor",
  orchestrator: "urn:trias:orchestrator",
} as const;

/** One line of a process's structured log on standard output. `begin` and `end` bracket a step of a case. */
export const logLineSchema = z.looseObject({
  time: z.string(),
  process: z.string(),
  level: z.enum(["debug", "info", "warn", "error"]),
  event: z.string(),
  case: z.string().optional(),
  step: z.string().optional(),
});
export type LogLine = z.infer<typeof logLineSchema>;
