import { canonicalJson, digestBytes, utf8 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { ParsedPlan } from "@trias/plan";
import type { CaseState, Verdict } from "@trias/protocol";
import type { Reasoner } from "@trias/reasoning";
import { bracketed } from "../bracketed.ts";
import type { CaseFile, PlanNote, StoredCase, VerdictNote } from "../cases/case-file.ts";
import { type CaseStore, existing, findCase, needCase } from "../cases/case-store.ts";
import { clip, move, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { understandAgain } from "../decide/answer.ts";
import { passGate } from "../decide/gate.ts";
import { AuditorError } from "../errors.ts";
import { applyUnderstanding } from "../intake/open-case.ts";
import { newNonce } from "../intake/receipt.ts";
import { personName } from "../people/personal-data.ts";
import type { Clock, Database, Log, RandomBytes } from "../ports.ts";
import type { Appended, Change, Writer } from "../store/writer.ts";
import { openEmergencyTicket, ticketOfCase } from "../tickets/tickets.ts";
import type { Understanding } from "../understand/understanding.ts";
import { checkBounds } from "./1-bounds.ts";
import { type JudgeContext, rollBackOf } from "./context.ts";
import { type Judges, judge } from "./judge.ts";
import { findJudgedPlan, insertJudgedPlan } from "./judged-plan.ts";
import type { Judgement } from "./judgement.ts";
import { countEffect, readLately } from "./lately.ts";
import { executedBy } from "./rolled-back.ts";

export interface JudgeDeps {
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly judges: Judges;
  readonly estate: () => Estate | null;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: Log;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly state: CaseState;
}

/** Judges a plan of the orchestrator. The same bytes for the same case always give the verdict that they got first. */
export async function acceptPlan(deps: JudgeDeps, caseId: string, bytes: Uint8Array): Promise<Judged> {
  const digest = digestBytes(bytes);
  const [known, found] = await deps.database.session((sql) =>
    Promise.all([findJudgedPlan(sql, caseId, digest), findCase(sql, caseId)]),
  );
  const stored = existing(found, caseId);
  if (known) return { verdict: known.verdict, state: stored.file.state };
  needPlanning(stored.file);
  const parsed = checkBounds(bytes, { case: caseId, round: stored.file.round });
  const estate = deps.estate();
  const own = understandAgain(deps, stored, stored.file.answers);
  if (!estate || !own) {
    throw new AuditorError("unavailable", "the estate has not been heard yet", {
      fix: "send the plan again once the collector has been heard",
      remedy: "retry",
    });
  }
  return bracketed(deps.log, caseId, "judge", async () => {
    const context = await contextOf(deps, stored, own);
    const judgement = judge(deps.judges, parsed, estate, context, newNonce(deps.random), deps.clock.now());
    return deps.writer.write((change) => settle(deps, change, stored, { parsed, bytes, judgement, own }));
  });
}

function needPlanning(file: CaseFile): void {
  if (file.state === "planning") return;
  throw new AuditorError("conflict", `a case that is \`${file.state}\` takes no plan`, {
    at: file.id,
    fix: "wait for the next `plan` item of the feed",
  });
}

async function contextOf(deps: JudgeDeps, { file }: StoredCase, own: Understanding): Promise<JudgeContext> {
  const { database, clock } = deps;
  const other = rollBackOf(own.intents);
  const [ticket, rolledBack, lately] = await database.session((sql) =>
    Promise.all([
      ticketOfCase(sql, file.id),
      other === null ? null : executedBy(sql, other),
      readLately(sql, file.id, clock.now()),
    ]),
  );
  return {
    kind: file.kind,
    authenticated: file.kind === "change" || file.source !== null,
    requester: file.requester,
    own,
    ticket: ticket?.kind ?? "none",
    rolledBack,
    lately,
  };
}

interface Settling {
  readonly parsed: ParsedPlan;
  readonly bytes: Uint8Array;
  readonly judgement: Judgement;
  readonly own: Understanding;
}

/** Writes plan and verdict into the ledger, and puts the case where the verdict sends it; all of it in one transaction. */
async function settle(deps: JudgeDeps, change: Change, seen: StoredCase, settling: Settling): Promise<Judged> {
  const { parsed, judgement } = settling;
  const [{ file }, first] = await Promise.all([
    needCase(change.sql, seen.file.id),
    findJudgedPlan(change.sql, seen.file.id, parsed.rawDigest),
  ]);
  if (first) return { verdict: first.verdict, state: file.state };
  needPlanning(file);
  // INVARIANT: a verdict stands only on what it was made from; what people said meanwhile makes another plan necessary.
  if (file.round !== seen.file.round || canonicalJson(file.answers) !== canonicalJson(seen.file.answers)) {
    throw new AuditorError("conflict", "the case has changed while its plan was judged", { at: file.id });
  }
  const entry = record(change, file.id, settling);
  const { verdict, digest } = judgement;
  insertJudgedPlan(change, {
    caseId: file.id,
    planDigest: parsed.rawDigest,
    parsedDigest: parsed.parsedDigest,
    round: file.round,
    verdict,
    verdictDigest: digest,
    verdictEntry: entry.index,
    steps: judgement.steps,
    changes: judgement.changes,
    seconds: judgement.seconds,
  });
  if (verdict.decision !== "vetoed") {
    countEffect(change, {
      caseId: file.id,
      requester: file.requester === null ? null : personName(file.requester),
      segments: judgement.segments,
      monthlyUsd: verdict.monthly_usd_delta ?? 0,
      containment: judgement.containment && file.kind === "incident",
      blocks: judgement.blocks,
    });
  }
  const noted = note(file, settling, entry, change.now);
  const next = await route(deps, change, noted, settling);
  deps.cases.save(change, next);
  if (next.state === "planning") deps.feed.push(change, next, "plan", next.reason);
  return { verdict, state: next.state };
}

function record(change: Change, caseId: string, { parsed, bytes, judgement }: Settling): Appended {
  const { verdict, digest } = judgement;
  change.append({
    type: "plan",
    case: caseId,
    body: { plan_digest: parsed.rawDigest, round: parsed.plan.round, steps: parsed.plan.steps.length },
    blobs: [{ mediaType: "application/json", bytes }],
  });
  return change.append({
    type: "verdict",
    case: caseId,
    body: {
      plan_digest: parsed.rawDigest,
      verdict_digest: digest,
      decision: verdict.decision,
      round: verdict.round,
      concerns: [...new Set(verdict.concerns.map(({ id }) => id))].slice(0, 100),
      approvals: verdict.approvals.map(({ role }) => role),
      estate: verdict.estate,
      charter: verdict.charter,
      hard_policies: verdict.hard_policies,
    },
    blobs: [{ mediaType: "application/json", bytes: utf8(canonicalJson(verdict)) }],
  });
}

function note(file: CaseFile, { parsed, judgement, own }: Settling, entry: Appended, now: number): CaseFile {
  const { verdict, digest } = judgement;
  const plan: PlanNote = {
    digest: parsed.rawDigest,
    round: parsed.plan.round,
    summary: parsed.plan.summary,
    steps: parsed.plan.steps.map((step) => ({
      id: step.id,
      action: step.action,
      target: step.target,
      line: verdict.changes.find((each) => each.step === step.id)?.summary ?? `${step.action} ${step.target}`,
    })),
  };
  const noted: VerdictNote = {
    digest,
    entry: entry.index,
    plan_digest: parsed.rawDigest,
    decision: verdict.decision,
    nonce: verdict.nonce,
    concerns: verdict.concerns,
    approvals: verdict.approvals,
    confirmations: verdict.confirmations,
    opened: verdict.opened.slice(0, 200),
    closed: verdict.closed.slice(0, 200),
    changes: verdict.changes.slice(0, 200).map(({ op, part, id }) => `${op} ${part} ${id}`),
    monthly_usd: verdict.monthly_usd,
    monthly_usd_delta: verdict.monthly_usd_delta,
    emergency: file.kind === "incident" && judgement.production && judgement.containment,
  };
  const heard = tell(file, "orchestrator", "plan", `a plan of ${plan.steps.length} steps`, now);
  const text = `${verdict.decision}: ${verdict.concerns.length} concerns, ${verdict.changes.length} changes`;
  const told = tell(heard, "auditor", "judge", text, now, entry.index);
  return { ...told, plan, verdict: noted, understood: own.intents, certain: own.certain };
}

async function route(deps: JudgeDeps, change: Change, file: CaseFile, settling: Settling): Promise<CaseFile> {
  const { judgement, own } = settling;
  const { now } = change;
  switch (judgement.verdict.decision) {
    case "vetoed":
      return move(file, "vetoed", vetoReason(judgement.verdict), now);
    case "amend":
      return amend(deps, file, judgement.verdict, now);
    case "approved":
    case "escalated":
      if (judgement.stale) return move(file, "waiting_service", judgement.holds[0] ?? "the estate is too old", now);
      if (own.next.to === "ask") return applyUnderstanding(change, file, own, deps.random).file;
      if (judgement.holds.length > 0) return move(file, "closed", `judged only: ${judgement.holds.join("; ")}`, now);
      return whenReady(change, passGate(file, file.verdict as VerdictNote, now), emergencyCap(deps));
  }
}

function emergencyCap({ judges }: JudgeDeps): number {
  return judges.charter.caps.emergency_tickets_per_hour;
}

function vetoReason({ concerns }: Verdict): string {
  const first = concerns.find(({ level }) => level === "block");
  return clip(first ? `${first.message} (${first.subject})` : "it was vetoed");
}

/** Has it planned again with the amendments as answers, as often as the charter allows. */
function amend({ judges }: JudgeDeps, file: CaseFile, verdict: Verdict, now: number): CaseFile {
  if (file.amended >= judges.charter.limits.max_amend_rounds) {
    return move(file, "vetoed", `after ${file.amended} amended rounds it still is not right`, now);
  }
  const answers = { ...file.answers };
  for (const { parameter, value } of verdict.amendments) {
    answers[parameter] = typeof value === "string" ? value : JSON.stringify(value);
  }
  const again: CaseFile = { ...file, answers, round: file.round + 1, amended: file.amended + 1, verdict: null };
  return move(again, "planning", "it is planned again with the auditor's amendments", now);
}

/**
 * A case that may run now: the containment of an incident in production gets its emergency ticket (P1), at most `cap` an hour where
 * no person decided about it.
 */
export async function whenReady(change: Change, file: CaseFile, cap: number): Promise<CaseFile> {
  if (file.state !== "ready" || file.verdict?.emergency !== true || file.ticket !== null) return file;
  const ticket = await openEmergencyTicket(change, file.id, `containment: ${file.subject}`, cap);
  if (!ticket) {
    throw new AuditorError("conflict", "the emergency tickets of this hour are used up", {
      fix: "judge the plan again: a person is asked then",
      remedy: "retry",
    });
  }
  return tell({ ...file, ticket: ticket.id }, "auditor", "ticket", `emergency ticket ${ticket.id}`, change.now);
}
