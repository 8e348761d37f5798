import {
  canonicalJson,
  concatBytes,
  type Digest,
  digestBytes,
  fromBase64,
  type JsonLimits,
  type Signer,
  toBase64,
  utf8,
  verifyEd25519,
} from "@trias/core";
import { z } from "zod";
import { ProtocolError } from "./errors.ts";
import { parseBytes } from "./parse.ts";

/** A DSSE 1.0.2 envelope; `keyid` is a hint and never trusted. */
export const envelopeSchema = z.strictObject({
  payloadType: z.string().max(100),
  payload: z.string(),
  signatures: z
    .array(z.strictObject({ keyid: z.string().max(100), sig: z.string().max(200) }))
    .min(1)
    .max(16),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** One payload type a kind of statement, so that no signed bytes can be read as another kind. */
export const PAYLOAD_TYPES = {
  receipt: "application/vnd.trias.receipt.v1+json",
  estate: "application/vnd.trias.estate.v1+json",
  delta: "application/vnd.trias.estate-delta.v1+json",
  reading: "application/vnd.trias.reading.v1+json",
  warrant: "application/vnd.in-toto+json",
  report: "application/vnd.trias.execution-report.v1+json",
  charter: "application/vnd.trias.charter.v1+json",
  event: "application/vnd.trias.event.v1",
  threatIntelligence: "application/vnd.trias.threat-intelligence.v1+json",
} as const;
export type PayloadType = (typeof PAYLOAD_TYPES)[keyof typeof PAYLOAD_TYPES];

/** Pre-authentication encoding: lengths in front of both parts, so that no two pairs give the same bytes. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = utf8(payloadType);
  return concatBytes(utf8(`DSSEv1 ${type.length} `), type, utf8(` ${payload.length} `), payload);
}

export function signBytes(payloadType: PayloadType, payload: Uint8Array, signer: Signer): Envelope {
  const sig = toBase64(signer.sign(preAuthEncoding(payloadType, payload)));
  return { payloadType, payload: toBase64(payload), signatures: [{ keyid: signer.keyId, sig }] };
}

/** Signs the RFC 8785 form of a statement that we author. */
export function signStatement(payloadType: PayloadType, statement: unknown, signer: Signer): Envelope {
  return signBytes(payloadType, utf8(canonicalJson(statement)), signer);
}

export interface OpenedEnvelope<T> {
  readonly statement: T;
  /** The signed bytes themselves. */
  readonly payload: Uint8Array;
  /** Digest of the signed bytes: what names this statement elsewhere. */
  readonly digest: Digest;
}

/** Returns the payload bytes once `publicKey` (pinned, base64 of the raw key) has signed them as this type; throws otherwise. */
export function openBytes(envelope: Envelope, payloadType: PayloadType, publicKey: string): Uint8Array {
  if (envelope.payloadType !== payloadType) {
    throw new ProtocolError("envelope_wrong_type", `the envelope holds \`${envelope.payloadType.slice(0, 80)}\``, {
      fix: `expected \`${payloadType}\``,
    });
  }
  const payload = fromBase64(envelope.payload);
  const message = preAuthEncoding(payloadType, payload);
  const good = envelope.signatures.some(({ sig }) => verifyEd25519(publicKey, message, fromBase64(sig)));
  if (!good) {
    throw new ProtocolError("envelope_unsigned", "no signature of the expected key stands on the envelope", {
      fix: "it must come from the power whose key is pinned",
    });
  }
  return payload;
}

/** Verifies first, parses the verified bytes afterwards, and only those. */
export function openStatement<T>(
  envelope: Envelope,
  payloadType: PayloadType,
  publicKey: string,
  schema: z.ZodType<T>,
  limits?: JsonLimits,
): OpenedEnvelope<T> {
  const payload = openBytes(envelope, payloadType, publicKey);
  return { statement: parseBytes(schema, payload, payloadType, limits), payload, digest: digestBytes(payload) };
}
