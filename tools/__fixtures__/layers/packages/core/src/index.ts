// Date.now() and process.env in a comment are harmless.
import { createHash } from "node:crypto";

export const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
export const at = (now: number) => new Date(now);
