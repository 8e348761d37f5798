import { type Digest, type Signer, toHex } from "@trias/core";
import { type Envelope, type Intent, PAYLOAD_TYPES, type Person, type Receipt, signStatement } from "@trias/protocol";
import { isoTime, type RandomBytes } from "../ports.ts";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** `C-` and 60 random bits. */
export function newCaseId(random: RandomBytes): string {
  return `C-${[...random(12)].map((byte) => CROCKFORD[byte & 31]).join("")}`;
}

export function newNonce(random: RandomBytes): string {
  return toHex(random(16));
}

export interface ReceiptInput {
  readonly case: string;
  readonly kind: "change" | "incident";
  readonly subjectDigest: Digest;
  readonly requester: Person | null;
  readonly source: string | null;
  readonly understood: readonly Intent[];
  readonly now: number;
}

export interface SignedReceipt {
  readonly id: string;
  readonly envelope: Envelope;
}

export function signReceipt(input: ReceiptInput, signer: Signer, random: RandomBytes): SignedReceipt {
  const id = newNonce(random);
  const receipt: Receipt = {
    schema: "trias.receipt/1",
    id,
    case: input.case,
    kind: input.kind,
    subject_digest: input.subjectDigest,
    requester: input.requester,
    source: input.source,
    understood: [...input.understood],
    time: isoTime(input.now),
  };
  return { id, envelope: signStatement(PAYLOAD_TYPES.receipt, receipt, signer) };
}
