import { ed25519 } from "@noble/curves/ed25519.js";
import { concatBytes, equalBytes, fromBase64, sha256, toBase64, toHex, utf8 } from "@trias/core";
import { LedgerError } from "./errors.ts";

/** Signature type byte of plain Ed25519 in C2SP signed-note. */
const ED25519 = 1;

/** A log's name and public key, as `vkey` text: `<name>+<key id>+<base64 of type and key>` (C2SP signed-note). */
export interface LogKey {
  readonly name: string;
  /** Base64 of the raw 32-byte Ed25519 key. */
  readonly publicKey: string;
}

const NAME = /^[^\s+\p{Z}\p{Cc}]{1,200}$/u;

export function checkName(name: string): string {
  if (!NAME.test(name)) {
    throw new LedgerError("key_malformed", `\`${name.slice(0, 80)}\` can't name a key`, {
      fix: "no white space, no control characters, no `+`, at most 200 characters",
    });
  }
  return name;
}

/** First four bytes of SHA-256(name ‖ LF ‖ type ‖ key): tells keys apart, proves nothing. */
export function noteKeyId(key: LogKey): Uint8Array {
  return sha256(concatBytes(utf8(`${key.name}\n`), Uint8Array.of(ED25519), fromBase64(key.publicKey))).slice(0, 4);
}

export function formatLogKey(key: LogKey): string {
  const body = toBase64(concatBytes(Uint8Array.of(ED25519), fromBase64(key.publicKey)));
  return `${checkName(key.name)}+${toHex(noteKeyId(key))}+${body}`;
}

export function parseLogKey(text: string): LogKey {
  const [name = "", id = "", ...rest] = text.trim().split("+");
  const body = rest.join("+");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64(body);
  } catch (cause) {
    throw new LedgerError("key_malformed", "the key's last field is not base64", { cause });
  }
  if (bytes.length !== 33 || bytes[0] !== ED25519) {
    throw new LedgerError("key_malformed", "not an Ed25519 log key", { fix: "expected `<name>+<key id>+<base64>`" });
  }
  const key = { name: checkName(name), publicKey: toBase64(bytes.slice(1)) };
  if (toHex(noteKeyId(key)) !== id)
    throw new LedgerError("key_malformed", "the key id does not belong to this name and key");
  checkPublicKey(key.publicKey);
  return key;
}

/**
 * Refuses a public key that Ed25519 verifiers disagree about: one that isn't the canonical encoding of a point, is of small
 * order, or has a small-order component.
 */
export function checkPublicKey(publicKey: string): void {
  const raw = fromBase64(publicKey);
  try {
    const point = ed25519.Point.fromBytes(raw, false);
    if (point.isSmallOrder() || !point.isTorsionFree() || !equalBytes(point.toBytes(), raw)) {
      throw new LedgerError("key_malformed", "the Ed25519 key is of small order or not canonical");
    }
  } catch (cause) {
    if (cause instanceof LedgerError) throw cause;
    throw new LedgerError("key_malformed", "not a point of the curve Ed25519", { cause });
  }
}
