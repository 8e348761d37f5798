import { equalBytes, fromBase64, toBase64 } from "@trias/core";
import { type Checkpoint, verifyConsistency } from "@trias/ledger";
import type { ConsistencyProof } from "@trias/protocol";
import { ExecutorError } from "./errors.ts";

/** The newest checkpoint that this executor has accepted. */
export interface Accepted {
  readonly size: number;
  /** Base64. */
  readonly root: string;
  readonly note: string;
}

export type Consistency =
  | { readonly kind: "proven"; readonly newest: Accepted }
  | { readonly kind: "needs"; readonly from: number; readonly to: number };

/**
 * INVARIANT: the log only grows, whichever of the two trees is the larger one: a smaller checkpoint comes with a warrant that
 * waited, and is proven to be a prefix of what was accepted. `proof` is used where it lines up; `needs` says which one would.
 */
export function checkConsistency(
  accepted: Accepted | undefined,
  checkpoint: Checkpoint,
  note: string,
  proof: ConsistencyProof | undefined,
): Consistency {
  const offered: Accepted = { size: checkpoint.size, root: toBase64(checkpoint.root), note };
  if (accepted === undefined) return { kind: "proven", newest: offered };
  const [small, large] = accepted.size <= offered.size ? [accepted, offered] : [offered, accepted];
  if (small.size === large.size) {
    if (!equalBytes(fromBase64(small.root), fromBase64(large.root))) throw forked();
    return { kind: "proven", newest: accepted };
  }
  if (proof?.from !== small.size || proof.to !== large.size) {
    if (small.size > 0) return { kind: "needs", from: small.size, to: large.size };
    return { kind: "proven", newest: large };
  }
  const hashes = proof.hashes.map(fromBase64);
  if (!verifyConsistency(small.size, large.size, hashes, fromBase64(small.root), fromBase64(large.root)))
    throw forked();
  return { kind: "proven", newest: large };
}

function forked(): ExecutorError {
  return new ExecutorError("forbidden", "the auditor's log is not a continuation of what was accepted before", {
    at: "warrant.consistency",
    fix: "compare both checkpoints: the ledger was rewritten, or is another one",
    remedy: "ask",
  });
}
