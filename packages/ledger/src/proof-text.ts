import { fromBase64, toBase64 } from "@trias/core";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { LedgerError } from "./errors.ts";
import { leafHash } from "./hashing.ts";
import type { LogKey } from "./log-key.ts";
import { verifyInclusion } from "./proofs.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

/** A self-contained proof in C2SP tlog-proof form: header, index, hashes, empty line, checkpoint. */
export function formatProof(index: number, hashes: readonly Uint8Array[], checkpoint: string): string {
  return [HEADER, `index ${index}`, ...hashes.map(toBase64), "", checkpoint].join("\n");
}

export interface VerifiedProof {
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

/** Verifies that `entry` stands in the log of `key`; throws where it does not. */
export function openProof(text: string, entry: Uint8Array, key: LogKey): VerifiedProof {
  const cut = text.indexOf("\n\n");
  const [header, index, ...hashes] = text.slice(0, Math.max(cut, 0)).split("\n");
  const number = /^index (0|[1-9][0-9]{0,15})$/.exec(index ?? "")?.[1];
  if (header !== HEADER || number === undefined) {
    throw new LedgerError("proof_malformed", "not a proof", { fix: `expected \`${HEADER}\` and an index line` });
  }
  const checkpoint = openCheckpoint(text.slice(cut + 2), key);
  if (!verifyInclusion(leafHash(entry), Number(number), checkpoint.size, hashes.map(fromBase64), checkpoint.root)) {
    throw new LedgerError("proof_malformed", `the proof does not show the entry at index ${number}`);
  }
  return { index: Number(number), checkpoint };
}
