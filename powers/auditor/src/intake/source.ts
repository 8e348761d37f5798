import { fromBase64, verifyEd25519 } from "@trias/core";
import { PAYLOAD_TYPES, preAuthEncoding } from "@trias/protocol";
import type { Law } from "../law.ts";

export type SourceCheck =
  | { readonly kind: "authenticated"; readonly source: string }
  | { readonly kind: "unauthenticated" }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Who an event is from. Without both headers nobody vouches for it; with a signature that does not verify it is refused:
 * somebody pretends to be a source.
 */
export function checkSource(
  body: Uint8Array,
  source: string | undefined,
  signature: string | undefined,
  law: Law,
): SourceCheck {
  if (source === undefined && signature === undefined) return { kind: "unauthenticated" };
  if (source === undefined || signature === undefined) {
    return { kind: "refused", why: "`trias-source` and `trias-signature` belong together, and one of them is missing" };
  }
  const key = source.length <= 64 ? law.sourceKey(source) : null;
  if (key === null) return { kind: "refused", why: `the charter lists no event source \`${source.slice(0, 64)}\`` };
  return verifies(key, body, signature)
    ? { kind: "authenticated", source }
    : { kind: "refused", why: `the signature is not one of \`${source}\` over these bytes` };
}

function verifies(key: string, body: Uint8Array, signature: string): boolean {
  if (signature.length > 200) return false;
  try {
    return verifyEd25519(key, preAuthEncoding(PAYLOAD_TYPES.event, body), fromBase64(signature));
  } catch {
    return false;
  }
}
