import { createHash } from "node:crypto";
import { toHex, utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { CoreError } from "./errors.ts";

/** `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = string & { readonly __digest: unique symbol };

const PATTERN = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): text is Digest {
  return PATTERN.test(text);
}

export function asDigest(text: string): Digest {
  if (!isDigest(text)) {
    throw new CoreError("digest_malformed", `\`${text.slice(0, 80)}\` is not a digest`, {
      fix: "expected `sha256:` and 64 hexadecimal digits",
    });
  }
  return text;
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

/** Digest of bytes exactly as they were received. */
export function digestBytes(bytes: Uint8Array): Digest {
  return `sha256:${toHex(sha256(bytes))}` as Digest;
}

/** Digest of the RFC 8785 form of a value that we author; never of one that was parsed from somebody else's bytes. */
export function digestValue(value: unknown): Digest {
  return digestBytes(utf8(canonicalJson(value)));
}
