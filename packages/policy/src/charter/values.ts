import { fromBase64 } from "@trias/core";
import { tryParseCidr } from "@trias/estate";
import { z } from "zod";

/** ASCII only: a look-alike letter would name something else than what the reader sees. */
export const nameSchema = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, "expected a name such as `prod-api`");

export const blockSchema = z.string().refine((text) => tryParseCidr(text) !== null, {
  error: "expected a block of addresses such as `203.0.113.0/24`, without bits right of the prefix",
});

export const keySchema = z.string().refine(isKey, { error: "expected the base64 of a raw 32-byte Ed25519 public key" });

function isKey(text: string): boolean {
  try {
    return fromBase64(text).length === 32;
  } catch {
    return false;
  }
}
