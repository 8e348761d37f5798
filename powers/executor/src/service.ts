import { fromBase64, type Signer } from "@trias/core";
import { type Envelope, type ExecutionReport, PAYLOAD_TYPES, signStatement } from "@trias/protocol";
import { type Accepted, checkConsistency } from "./consistency.ts";
import type { Endings } from "./endings.ts";
import { ExecutorError } from "./errors.ts";
import { type Execution, reportOf } from "./execution.ts";
import { type Auditor, type Clock, type Cloud, type Database, isoTime, type Log } from "./ports.ts";
import { prepare } from "./prepare.ts";
import { haltedError, redeem } from "./store/redeem.ts";
import { loadExecution } from "./store/rows.ts";
import { acceptedCheckpoint, checkClock, isUsed } from "./store/runner.ts";
import type { Standing } from "./store/standing.ts";
import { checkWindow, type Trust, type Verified, verifyWarrant } from "./verify.ts";

export interface ServiceContext {
  readonly database: Database;
  readonly cloud: Cloud;
  readonly auditor: Auditor;
  readonly clock: Clock;
  readonly log: Log;
  readonly trust: Trust;
  readonly signer: Signer;
  readonly standing: Standing;
  readonly endings: Endings;
  readonly localHalt: () => string | undefined;
  /** Starts carrying out what was redeemed, and the delivery of its report. */
  readonly begin: (execution: Execution) => void;
}

export interface Answer {
  readonly execution: string;
  readonly report: ExecutionReport;
}

/** Redeems a warrant for exactly these plan bytes. The same warrant again is answered with its execution and does nothing. */
export async function execute(ctx: ServiceContext, envelope: Envelope, plan: string): Promise<Answer> {
  const verified = verifyWarrant(envelope, fromBase64(plan), ctx.trust);
  const { permit } = verified;
  const known = await answerFor(ctx, verified);
  if (known) return known;
  const local = ctx.localHalt();
  if (local !== undefined) throw haltedError();
  checkClock(ctx.standing.lastRedemption, ctx.clock.now());
  checkWindow(permit, ctx.clock.now());
  ctx.log.begin(permit.case, "redeem", { warrant: permit.id });
  try {
    return (await redeemVerified(ctx, verified)) ?? (await answerFor(ctx, verified)) ?? unanswerable(permit.id);
  } finally {
    ctx.log.end(permit.case, "redeem", { warrant: permit.id });
  }
}

function unanswerable(id: string): never {
  throw new ExecutorError("conflict", `warrant ${id} was used, and its execution is not on record any more`);
}

async function answerFor(ctx: ServiceContext, { permit }: Verified): Promise<Answer | undefined> {
  if (!(await isUsed(ctx.database, permit.id))) return undefined;
  const execution = await loadExecution(ctx.database, permit.id);
  if (!execution) return unanswerable(permit.id);
  if (execution.permit.plan_digest !== permit.plan_digest) {
    throw new ExecutorError("conflict", `warrant ${permit.id} was used for another plan`, { at: "warrant.id" });
  }
  return answer(ctx, execution);
}

/** Undefined where somebody else redeemed it at the same moment. */
async function redeemVerified(ctx: ServiceContext, verified: Verified): Promise<Answer | undefined> {
  const prepared = await prepare(ctx.cloud, verified);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { accepted, epoch } = ctx.standing;
    const newest = await provenNewest(ctx, verified, accepted);
    const execution = newExecution(verified, prepared.start, isoTime(ctx.clock.now()));
    const outcome = await redeem(ctx.database, {
      execution,
      planBytes: verified.planBytes,
      locks: prepared.locks,
      newest,
      provenFrom: accepted?.size,
      report: signReport(ctx, execution, newest.size),
      epoch,
    });
    if (outcome === "used") return undefined;
    if (outcome === "checkpoint_moved") {
      ctx.standing.accepted = await acceptedCheckpoint(ctx.database);
      continue;
    }
    ctx.standing.accepted = newest;
    ctx.standing.lastRedemption = Math.max(ctx.standing.lastRedemption ?? 0, Date.parse(execution.redeemed));
    const given = answer(ctx, execution);
    ctx.begin(execution);
    return given;
  }
  throw new ExecutorError("unavailable", "too many warrants are redeemed at this moment", { remedy: "retry" });
}

async function provenNewest(
  ctx: ServiceContext,
  { permit, checkpoint }: Verified,
  accepted: Accepted | undefined,
): Promise<Accepted> {
  const note = permit.verdict.proof.checkpoint;
  const first = checkConsistency(accepted, checkpoint, note, permit.consistency);
  if (first.kind === "proven") return first.newest;
  const proof = await ctx.auditor.consistency(first.from, first.to);
  const second = checkConsistency(accepted, checkpoint, note, proof);
  if (second.kind === "proven") return second.newest;
  throw new ExecutorError("unavailable", "the auditor answered with another consistency proof than was asked for", {
    remedy: "retry",
  });
}

function newExecution({ permit, plan }: Verified, start: Execution["start"], now: string): Execution {
  const state = "redeemed";
  return { id: permit.id, permit, plan, start, redeemed: now, state, sequence: 0, message: state, records: new Map() };
}

export function signReport(
  ctx: Pick<ServiceContext, "signer" | "clock">,
  execution: Execution,
  checkpointSize: number,
): Envelope {
  const report = reportOf(execution, checkpointSize, isoTime(ctx.clock.now()));
  return signStatement(PAYLOAD_TYPES.report, report, ctx.signer);
}

function answer(ctx: ServiceContext, execution: Execution): Answer {
  const report = reportOf(execution, ctx.standing.accepted?.size ?? 0, isoTime(ctx.clock.now()));
  return { execution: execution.id, report };
}

/** How an execution stands; waits for its end, `wait` seconds at most. */
export async function follow(ctx: ServiceContext, id: string, wait: number): Promise<{ report: ExecutionReport }> {
  const ended = await Promise.race([ctx.endings.of(id), ctx.clock.sleep(wait * 1000)]);
  const execution = ended ?? (await loadExecution(ctx.database, id));
  if (!execution) throw new ExecutorError("not_found", `there is no execution \`${id.slice(0, 64)}\``);
  return { report: answer(ctx, execution).report };
}
