import { z } from "zod";
import { base64Schema, caseIdSchema, digestSchema, nonceSchema, resourceStateSchema, timeSchema } from "./values.ts";

export const WARRANT_PREDICATE = "urn:trias:warrant:1";

/** A proof that an entry stands in the ledger: RFC 6962 audit path (base64 hashes, leaf to root) and the signed checkpoint. */
export const inclusionProofSchema = z.strictObject({
  index: z.int().min(0),
  hashes: z.array(z.string().max(64)).max(64),
  checkpoint: z.string().max(4000),
});
export type InclusionProof = z.infer<typeof inclusionProofSchema>;

export const consistencyProofSchema = z.strictObject({
  from: z.int().min(0),
  to: z.int().min(0),
  hashes: z.array(z.string().max(64)).max(64),
});
export type ConsistencyProof = z.infer<typeof consistencyProofSchema>;

const hexDigestSchema = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** An in-toto statement that permits one executor to carry out one plan once. */
export const warrantSchema = z.strictObject({
  _type: z.literal("https://in-toto.io/Statement/v1"),
  subject: z.array(z.strictObject({ name: z.string().max(100), digest: hexDigestSchema })).length(1),
  predicateType: z.literal(WARRANT_PREDICATE),
  predicate: z.strictObject({
    version: z.literal(1),
    /** Single-use id: replay is keyed on it, never on signature bytes. */
    id: nonceSchema,
    case: caseIdSchema,
    receipt: nonceSchema,
    /** Digest of the plan's raw bytes, and of the canonical form of what was parsed from them. */
    plan_digest: digestSchema,
    parsed_digest: digestSchema,
    steps: z.array(z.strictObject({ id: z.string().max(8), digest: digestSchema })).max(200),
    /** What each touched resource looked like when judged; the executor reads each again before the step that touches it. */
    touches: z.array(resourceStateSchema).max(2000),
    footprint_digest: digestSchema,
    lineage: nonceSchema,
    /** Base64 public key of the one executor that may redeem it. */
    executor_key: z.string().max(64),
    /**
     * The verdict's ledger entry: `digest` of its bytes, the bytes themselves (an entry of type `verdict` of this case whose
     * body names `plan_digest`), and the proof that they stand in the log.
     */
    verdict: z.strictObject({ digest: digestSchema, entry: base64Schema.max(90_000), proof: inclusionProofSchema }),
    consistency: consistencyProofSchema,
    approvals: z.array(digestSchema).max(32),
    not_before: timeSchema,
    /** Bounds the redemption, at most 5 minutes after `not_before`. */
    expires: timeSchema,
    /** Bounds the steps; past it only inverse steps run. */
    deadline: timeSchema,
  }),
});
export type Warrant = z.infer<typeof warrantSchema>;
