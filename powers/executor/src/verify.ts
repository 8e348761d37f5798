import { digestBytes, fromBase64 } from "@trias/core";
import { type Checkpoint, type LogKey, leafHash, openCheckpoint, verifyInclusion } from "@trias/ledger";
import { type ParsedPlan, parsePlan, stepDigest } from "@trias/plan";
import {
  type Envelope,
  ledgerEntrySchema,
  openStatement,
  PAYLOAD_TYPES,
  type Plan,
  parseBytes,
  type Warrant,
  warrantSchema,
} from "@trias/protocol";
import { ExecutorError } from "./errors.ts";

export type Permit = Warrant["predicate"];

/** What this executor trusts, pinned when it started, and the key that is its own. */
export interface Trust {
  readonly warrantKey: string;
  readonly log: LogKey;
  readonly executorKey: string;
}

export interface Verified {
  readonly permit: Permit;
  readonly plan: Plan;
  readonly planBytes: Uint8Array;
  readonly checkpoint: Checkpoint;
}

const SKEW_MS = 30_000;
const MAX_WINDOW_MS = 5 * 60_000;
const MAX_DEADLINE_MS = 24 * 60 * 60_000;
const LIMITS = { maxBytes: 4 << 20, maxDepth: 16, maxValues: 100_000 };

/**
 * Whether this warrant permits exactly these plan bytes to this executor. Everything in it is hostile until the pinned key
 * has signed it, and bounded before that. What needs the store (used, accepted checkpoint) or the hour is checked apart.
 */
export function verifyWarrant(envelope: Envelope, planBytes: Uint8Array, trust: Trust): Verified {
  const permit = openPermit(envelope, trust);
  checkAddressee(permit, trust);
  const plan = checkPlan(permit, planBytes);
  const checkpoint = checkVerdict(permit, trust);
  return { permit, plan, planBytes, checkpoint };
}

function openPermit(envelope: Envelope, trust: Trust): Permit {
  if (envelope.payload.length > LIMITS.maxBytes) throw refused("bad_request", "envelope", "the warrant is too large");
  const { statement } = openStatement(envelope, PAYLOAD_TYPES.warrant, trust.warrantKey, warrantSchema, LIMITS);
  return checkSubject(statement);
}

function checkSubject(statement: Warrant): Permit {
  const { subject, predicate } = statement;
  if (`sha256:${subject[0]?.digest.sha256}` !== predicate.plan_digest) {
    throw refused("bad_request", "subject", "the warrant's subject is another plan than its predicate");
  }
  return predicate;
}

function checkAddressee(permit: Permit, trust: Trust): void {
  if (permit.executor_key !== trust.executorKey) {
    throw refused("forbidden", "executor_key", "the warrant is for another executor");
  }
}

function checkPlan(permit: Permit, bytes: Uint8Array): Plan {
  if (digestBytes(bytes) !== permit.plan_digest) {
    throw refused("forbidden", "plan_digest", "the warrant is for another plan than this one");
  }
  const parsed: ParsedPlan = parsePlan(bytes);
  if (parsed.parsedDigest !== permit.parsed_digest) {
    throw refused("forbidden", "parsed_digest", "the auditor read another plan in these bytes");
  }
  const { plan } = parsed;
  if (plan.case !== permit.case) throw refused("forbidden", "case", "the plan is of another case");
  const same =
    permit.steps.length === plan.steps.length &&
    plan.steps.every((step, i) => permit.steps[i]?.id === step.id && permit.steps[i]?.digest === stepDigest(step));
  if (!same) throw refused("forbidden", "steps", "the warrant names other steps than the plan");
  return plan;
}

/** The verdict stands in the log, in the tree that the pinned log key signed, and is about this plan. */
function checkVerdict(permit: Permit, trust: Trust): Checkpoint {
  const { digest, entry, proof } = permit.verdict;
  const bytes = fromBase64(entry);
  if (digestBytes(bytes) !== digest)
    throw refused("bad_request", "verdict.entry", "the verdict's entry is another one");
  const checkpoint = openCheckpoint(proof.checkpoint, trust.log);
  const path = proof.hashes.map(fromBase64);
  if (!verifyInclusion(leafHash(bytes), proof.index, checkpoint.size, path, checkpoint.root)) {
    throw refused("forbidden", "verdict.proof", "the verdict does not stand in the ledger");
  }
  const { type, case: of, body } = parseBytes(ledgerEntrySchema, bytes, "the verdict's entry");
  if (type !== "verdict" || of !== permit.case || body["plan_digest"] !== permit.plan_digest) {
    throw refused("forbidden", "verdict.entry", "the ledger's entry is no verdict on this plan");
  }
  return checkpoint;
}

/** Whether it may be redeemed at this moment; clocks may differ by 30 s. */
export function checkWindow(permit: Permit, now: number): void {
  const [from, until, deadline] = [permit.not_before, permit.expires, permit.deadline].map((text) => Date.parse(text));
  if (from === undefined || until === undefined || deadline === undefined || until < from) {
    throw refused("bad_request", "window", "the warrant ends before it begins");
  }
  if (until - from > MAX_WINDOW_MS) throw refused("forbidden", "window", "the warrant holds longer than 5 minutes");
  if (deadline < until || deadline - from > MAX_DEADLINE_MS) {
    throw refused("forbidden", "deadline", "the deadline is before the expiry, or more than a day away");
  }
  if (now < from - SKEW_MS) throw refused("forbidden", "not_before", "the warrant does not hold yet");
  if (now > until + SKEW_MS) throw refused("forbidden", "expires", "the warrant has expired");
}

function refused(code: "bad_request" | "forbidden", at: string, message: string): ExecutorError {
  return new ExecutorError(code, message, { at: `warrant.${at}`, fix: "ask the auditor for a warrant" });
}
