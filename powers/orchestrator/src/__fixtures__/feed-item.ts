import { digestBytes, signerFromSeed, toBase64, utf8 } from "@trias/core";
import { type FeedItem, PAYLOAD_TYPES, type Receipt, signStatement } from "@trias/protocol";

/** Signs receipts and estates in tests, as auditor and collector do. */
export const signer = signerFromSeed(toBase64(new Uint8Array(32).fill(7)));

export function caseId(n: number): string {
  return `C-${String(n).padStart(12, "0")}`;
}

interface ItemInput {
  readonly n: number;
  readonly subject: string;
  readonly kind?: Receipt["kind"];
  readonly answers?: Readonly<Record<string, string>>;
  readonly round?: number;
  readonly of?: string;
}

export function planItem({ n, subject, kind = "change", answers = {}, round = 1, of = caseId(n) }: ItemInput): FeedItem {
  const receipt: Receipt = {
    schema: "trias.receipt/1",
    id: "0".repeat(32),
    case: of,
    kind,
    subject_digest: digestBytes(utf8(subject)),
    requester: null,
    source: null,
    understood: [],
    time: "2026-11-02T08:00:00.000Z",
  };
  return {
    n,
    case: of,
    kind: "plan",
    receipt: signStatement(PAYLOAD_TYPES.receipt, receipt, signer),
    subject,
    answers: { ...answers },
    round,
    reason: "it was asked for",
  };
}

export function finding(instance: string, id = "f1"): string {
  return JSON.stringify({
    id: `e-${id}`,
    source: "aws.guardduty",
    "detail-type": "GuardDuty Finding",
    detail: {
      id,
      type: "CryptoCurrency:EC2/BitcoinTool.B!DNS",
      severity: 8,
      title: "mining",
      resource: { instanceDetails: { instanceId: instance } },
    },
  });
}
