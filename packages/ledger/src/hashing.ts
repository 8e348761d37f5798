import { concatBytes, sha256 } from "@trias/core";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Bytes of a hash. */
export const HASH_SIZE = 32;

/** Root of the tree with no leaves: SHA-256 of nothing (RFC 6962 § 2.1). */
export const EMPTY_ROOT = sha256(new Uint8Array(0));

/** RFC 6962 § 2.1: SHA-256(0x00 ‖ leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF, leaf));
}

/** RFC 6962 § 2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(NODE, left, right));
}
