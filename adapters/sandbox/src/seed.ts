import { readFileSync } from "node:fs";
import { type Digest, digestBytes, type JsonLimits, messageOf } from "@trias/core";
import { type Estate, parseEstate } from "@trias/estate";
import { parseBytes, wireEstateSchema } from "@trias/protocol";
import { SandboxError } from "./errors.ts";

const LIMITS: JsonLimits = { maxBytes: 256 << 20, maxDepth: 64, maxValues: 50_000_000 };

export interface Seed {
  readonly estate: Estate;
  readonly digest: Digest;
}

/** The estate with which the cloud began. It never changes: what happened since stands in the journal. */
export function readSeed(path: string): Seed {
  try {
    const bytes = readFileSync(path);
    return { estate: parseEstate(parseBytes(wireEstateSchema, bytes, "the seed", LIMITS)), digest: digestBytes(bytes) };
  } catch (cause) {
    throw new SandboxError("seed_unreadable", `the seed estate can't be read: ${messageOf(cause)}`, {
      at: path,
      fix: "`trias reset` writes a new one",
      cause,
    });
  }
}
