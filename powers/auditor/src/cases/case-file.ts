import type { Digest } from "@trias/core";
import type {
  CaseState,
  Concern,
  Decision,
  Envelope,
  Flow,
  Incident,
  Intent,
  NeededApproval,
  Person,
  Question,
  ResourceRef,
  Role,
  StepOutcome,
  TimelineEntry,
} from "@trias/protocol";

/** What the auditor keeps of a plan: its digest, and the planner's own words as claims. */
export interface PlanNote {
  readonly digest: Digest;
  readonly round: number;
  readonly summary: string;
  readonly steps: readonly {
    readonly id: string;
    readonly action: string;
    readonly target: string;
    readonly line: string;
  }[];
}

export interface VerdictNote {
  readonly digest: Digest;
  /** Ledger index and entry digest of the verdict. */
  readonly entry: number;
  readonly plan_digest: Digest;
  readonly decision: Decision;
  readonly nonce: string;
  readonly concerns: readonly Concern[];
  readonly approvals: readonly NeededApproval[];
  readonly confirmations: readonly string[];
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
  readonly changes: readonly string[];
  readonly monthly_usd: number | null;
  readonly monthly_usd_delta: number | null;
  /** Whether an emergency ticket has to be opened before it may run. */
  readonly emergency: boolean;
}

/** One person's decision about the current verdict. */
export interface DecisionNote {
  readonly kind: "approve" | "reject" | "confirm";
  readonly role: Role | null;
  readonly person: Person;
  readonly verdict_digest: Digest;
  readonly names: readonly string[];
  /** Digest of the ledger entry that records it, and that entry's index. */
  readonly digest: Digest;
  readonly entry: number;
}

export interface ExecutionNote {
  readonly warrant: string;
  readonly plan_digest: Digest;
  readonly state: string;
  readonly sequence: number;
  readonly steps: readonly StepOutcome[];
  readonly touched: readonly ResourceRef[];
  readonly message: string;
  readonly reconciled: boolean | null;
  /** What was read afterwards and is not what the simulation had said. */
  readonly differences: readonly string[];
}

/** Everything that changes about a case. Updated as a whole, in the transaction that holds the ledger entries of the change. */
export interface CaseFile {
  readonly id: string;
  readonly kind: "change" | "incident";
  readonly state: CaseState;
  readonly reason: string;
  readonly opened: string;
  /** When it came into its state. */
  readonly since: string;
  /** The sentence, or the title of the event. */
  readonly subject: string;
  readonly subject_digest: Digest;
  readonly source: string | null;
  readonly requester: Person | null;
  readonly ticket: string | null;
  readonly receipt_id: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly understood: readonly Intent[];
  readonly certain: boolean;
  readonly incident: Incident | null;
  readonly question: Question | null;
  /** Round that the next plan must carry, and how many of them were asked for by amendments. */
  readonly round: number;
  readonly amended: number;
  readonly plan: PlanNote | null;
  readonly verdict: VerdictNote | null;
  readonly decisions: readonly DecisionNote[];
  readonly execution: ExecutionNote | null;
  /** What the planner answered to a request that only reads. */
  readonly answer?: string;
  readonly timeline: readonly TimelineEntry[];
}

/** A case as it is stored: the file, and what beside it never changes or grows by itself. */
export interface StoredCase {
  readonly file: CaseFile;
  readonly version: number;
  /** How often the same thing was heard. */
  readonly heard: number;
  /** The sentence, or the event's bytes as text. */
  readonly words: string;
  readonly receipt: Envelope;
}
