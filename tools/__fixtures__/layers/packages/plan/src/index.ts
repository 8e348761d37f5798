import { readFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import type { Case } from "@trias/protocol";
import { digest } from "../../core/src/index.ts";

export const nonce = () => randomBytes(16);
export const now = () => [Date.now(), new Date(), Math.random(), process.env["HOME"], readFileSync, digest];
export type Kept = Case;
