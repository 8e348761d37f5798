import { type Digest, digestValue, toBase64 } from "@trias/core";
import type { MerkleTree } from "@trias/ledger";
import { type ConsistencyProof, type InclusionProof, WARRANT_PREDICATE, type Warrant } from "@trias/protocol";
import type { JudgedPlan } from "../judge/judged-plan.ts";
import { isoTime } from "../ports.ts";
import type { Checkpoint } from "../store/writer.ts";

/** How long a warrant may be redeemed, and how long its steps may take beyond what the cloud is expected to need. */
const EXPIRY_MS = 120_000;
const GRACE_MS = 600_000;

export interface StatementInput {
  readonly id: string;
  readonly receipt: string;
  readonly judged: JudgedPlan;
  readonly executorKey: string;
  /** Bytes of the verdict's ledger entry, and their digest. */
  readonly verdictEntry: Uint8Array;
  readonly verdictEntryDigest: Digest;
  readonly proof: InclusionProof;
  readonly consistency: ConsistencyProof;
  readonly approvals: readonly Digest[];
  readonly now: number;
}

/** The in-toto statement that permits one executor to carry out one judged plan once. */
export function warrantStatement(input: StatementInput): Warrant {
  const { judged, now } = input;
  return {
    _type: "https://in-toto.io/Statement/v1",
    subject: [{ name: "plan", digest: { sha256: judged.planDigest.slice("sha256:".length) } }],
    predicateType: WARRANT_PREDICATE,
    predicate: {
      version: 1,
      id: input.id,
      case: judged.caseId,
      receipt: input.receipt,
      plan_digest: judged.planDigest,
      parsed_digest: judged.parsedDigest,
      steps: [...judged.steps],
      touches: judged.verdict.touches,
      footprint_digest: digestValue(judged.verdict.footprint),
      lineage: judged.verdict.estate.lineage,
      executor_key: input.executorKey,
      verdict: {
        digest: input.verdictEntryDigest,
        entry: toBase64(input.verdictEntry),
        proof: input.proof,
      },
      consistency: input.consistency,
      approvals: [...input.approvals],
      not_before: isoTime(now),
      expires: isoTime(now + EXPIRY_MS),
      deadline: isoTime(now + GRACE_MS + judged.seconds * 1000),
    },
  };
}

/** Proofs are over the last published checkpoint: leaves that are not yet committed stand in no proof. */
export function inclusionProof(tree: MerkleTree, index: number, checkpoint: Checkpoint): InclusionProof {
  return {
    index,
    hashes: tree.inclusion(index, checkpoint.size).map(toBase64),
    checkpoint: checkpoint.note,
  };
}

export function consistencyProof(tree: MerkleTree, from: number, to: number): ConsistencyProof {
  return { from, to, hashes: tree.consistency(from, to).map(toBase64) };
}
