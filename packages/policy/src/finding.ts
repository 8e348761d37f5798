import type { Concern, ConcernLevel, NeededApproval, Role } from "@trias/protocol";
import type { HardPolicyId } from "./facts.ts";
import type { Outcome } from "./outcome.ts";

/** One rule that fired, with whom it asks. Many findings make one `Outcome`. */
export interface Finding {
  /** Stable name of the rule: `P3`, `P4.finance`, `containment.never_list`, or an organisation policy's id. */
  readonly rule: string;
  readonly policy?: HardPolicyId | string;
  readonly level: ConcernLevel;
  readonly message: string;
  readonly subject: string;
  readonly approvers?: readonly Role[];
  readonly confirmation?: string;
  /** No approval lets it run. */
  readonly hold?: boolean;
}

/** So that one plan with two thousand faults still fits into a verdict and before a reader's eyes. */
const MAX_A_RULE = 20;

export function outcomeOf(findings: readonly Finding[]): Outcome {
  return {
    concerns: [...bounded(findings)],
    approvals: mergeApprovals(
      findings.flatMap(({ approvers = [], message }) => approvers.map((role) => ({ role, reason: message }))),
    ),
    confirmations: unique(findings.flatMap(({ confirmation }) => (confirmation === undefined ? [] : [confirmation]))),
    holds: unique(findings.filter(({ hold }) => hold === true).map(({ message }) => message)),
  };
}

export function mergeOutcomes(...outcomes: readonly Outcome[]): Outcome {
  return {
    concerns: outcomes.flatMap(({ concerns }) => concerns),
    approvals: mergeApprovals(outcomes.flatMap(({ approvals }) => approvals)),
    confirmations: unique(outcomes.flatMap(({ confirmations }) => confirmations)),
    holds: unique(outcomes.flatMap(({ holds }) => holds)),
  };
}

/** One approval a role, its reasons joined. */
export function mergeApprovals(approvals: readonly NeededApproval[]): NeededApproval[] {
  const reasons = new Map<Role, string[]>();
  for (const { role, reason } of approvals) {
    const known = reasons.get(role) ?? [];
    if (!known.includes(reason)) reasons.set(role, [...known, reason]);
  }
  return [...reasons].map(([role, all]) => ({ role, reason: clip(all.join("; "), 300) }));
}

/** A concern within the bounds of the wire. */
export function concernOf({ rule, policy, level, message, subject }: Finding): Concern {
  return {
    id: clip(rule, 100),
    ...(policy === undefined ? {} : { policy: clip(policy, 100) }),
    level,
    message: clip(message, 1000),
    subject: clip(subject, 500),
  };
}

function* bounded(findings: readonly Finding[]): Generator<Concern> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  const shown = new Map<string, number>();
  for (const finding of findings) {
    const n = (shown.get(finding.rule) ?? 0) + 1;
    shown.set(finding.rule, n);
    const hidden = (counts.get(finding.rule) ?? 0) - MAX_A_RULE;
    if (n < MAX_A_RULE || (n === MAX_A_RULE && hidden === 0)) yield concernOf(finding);
    else if (n === MAX_A_RULE) {
      yield concernOf({ ...finding, message: `${clip(finding.message, 900)} (and ${hidden} more of the same kind)` });
    }
  }
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

function clip(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text
        .slice(0, length - 1)
        .toWellFormed()
        .replace(/\uFFFD$/, "")}…`;
}
