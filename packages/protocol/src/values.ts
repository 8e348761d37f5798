import type { Digest } from "@trias/core";
import { isDigest } from "@trias/core";
import { z } from "zod";

/** `sha256:` and 64 hexadecimal digits. */
export const digestSchema = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), {
  error: "expected `sha256:` and 64 hexadecimal digits",
});

/** RFC 3339 in UTC, with milliseconds, as `Date.prototype.toISOString` writes it. */
export const timeSchema = z.iso.datetime({ offset: false, precision: 3 });

/** Standard base64 of bytes exactly as they were received. */
export const base64Schema = z.base64();

/** `C-` and 12 characters of Crockford's base 32. */
export const caseIdSchema = z
  .string()
  .regex(/^C-[0-9A-HJKMNP-TV-Z]{12}$/, "expected a case id such as `C-01JD7Q8C2M4X`");

/** 128 random bits in hexadecimal. */
export const nonceSchema = z.string().regex(/^[0-9a-f]{32}$/, "expected 32 hexadecimal digits");

export const roleSchema = z.enum([
  "developer",
  "network",
  "network-architect",
  "security",
  "compliance",
  "finance",
  "cfo",
  "emergency",
]);
export type Role = z.infer<typeof roleSchema>;

/** The four powers; `sandbox`, `identity` and `operator` are not powers but hold certificates of the same authority. */
export const powerSchema = z.enum(["orchestrator", "auditor", "executor", "collector"]);
export type Power = z.infer<typeof powerSchema>;
export const peerSchema = z.enum([...powerSchema.options, "sandbox", "identity", "operator"]);
export type Peer = z.infer<typeof peerSchema>;

/** Who a person is: never an e-mail address, always issuer and subject together. */
export const personSchema = z.strictObject({ iss: z.string().max(500), sub: z.string().max(200) });
export type Person = z.infer<typeof personSchema>;

/** A resource of the estate, named by the part that lists it and its id there. */
export const resourceRefSchema = z.strictObject({ part: z.string().max(64), id: z.string().min(1).max(256) });
export type ResourceRef = z.infer<typeof resourceRefSchema>;

/** What a resource looked like: the digest of its canonical JSON, or null where it was absent. */
export const resourceStateSchema = z.strictObject({ ...resourceRefSchema.shape, digest: digestSchema.nullable() });
export type ResourceState = z.infer<typeof resourceStateSchema>;

/** What a person's sentence, or an incident's answer, means: a type of the intent catalogue and its parameters. */
export const intentSchema = z.strictObject({
  type: z.string().max(64),
  parameters: z.record(
    z.string().max(64),
    z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]),
  ),
  confidence: z.number().min(0).max(1),
});
export type Intent = z.infer<typeof intentSchema>;

/** A flow between two places, as `reach.diff` lists it: segment, interface, `internet` or address range. */
export const flowSchema = z.strictObject({
  from: z.string().max(256),
  to: z.string().max(256),
  /** `any`, `tcp`, `udp`, `icmp`. */
  protocol: z.string().max(16),
  /** `any`, `443`, `8000-8100`. */
  ports: z.string().max(32),
});
export type Flow = z.infer<typeof flowSchema>;
