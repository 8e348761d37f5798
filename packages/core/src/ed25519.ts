import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { concatBytes, fromBase64, fromHex, toBase64 } from "./bytes.ts";
import { sha256 } from "./digest.ts";
import { CoreError } from "./errors.ts";

/** DER prefixes of RFC 8410 for a raw 32-byte Ed25519 key. */
const SPKI_PREFIX = fromHex("302a300506032b6570032100");
const PKCS8_PREFIX = fromHex("302e020100300506032b657004220420");

/** A signer that can sign and say who it is, and nothing else: the key itself stays inside. */
export interface Signer {
  /** Base64 of the raw 32-byte public key. */
  readonly publicKey: string;
  readonly keyId: string;
  sign(message: Uint8Array): Uint8Array;
}

/** First 16 hexadecimal digits of the key's SHA-256: a name for logs and look-ups, never a proof. */
export function keyIdOf(publicKey: string): string {
  return Buffer.from(sha256(fromBase64(publicKey)))
    .toString("hex")
    .slice(0, 16);
}

/** `seed` is base64 of the 32 bytes of an RFC 8032 private key. */
export function signerFromSeed(seed: string): Signer {
  const raw = fromBase64(seed);
  if (raw.length !== 32) throw new CoreError("key_malformed", "an Ed25519 seed has 32 bytes");
  const key = createPrivateKey({ key: Buffer.from(concatBytes(PKCS8_PREFIX, raw)), format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const publicKey = toBase64(spki.subarray(SPKI_PREFIX.length));
  return {
    publicKey,
    keyId: keyIdOf(publicKey),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

const parsed = new Map<string, KeyObject>();

function keyObject(publicKey: string): KeyObject {
  const known = parsed.get(publicKey);
  if (known) return known;
  const raw = fromBase64(publicKey);
  if (raw.length !== 32) throw new CoreError("key_malformed", "an Ed25519 public key has 32 bytes");
  const key = createPublicKey({ key: Buffer.from(concatBytes(SPKI_PREFIX, raw)), format: "der", type: "spki" });
  if (parsed.size < 1000) parsed.set(publicKey, key);
  return key;
}

export function verifyEd25519(publicKey: string, message: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === 64 && verify(null, message, keyObject(publicKey), signature);
}
