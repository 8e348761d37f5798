import { digestBytes, type Signer } from "@trias/core";
import { type Envelope, PAYLOAD_TYPES, type ResourceRef, signStatement } from "@trias/protocol";
import type { CaseFile, StoredCase, VerdictNote } from "../cases/case-file.ts";
import { type CaseStore, existing, findCase, needCase } from "../cases/case-store.ts";
import { tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { decisionsOn } from "../decide/gate.ts";
import { AuditorError } from "../errors.ts";
import type { EstateHolder } from "../estate/estate-holder.ts";
import type { Readings } from "../estate/readings.ts";
import { newNonce } from "../intake/receipt.ts";
import { findJudgedPlan, type JudgedPlan } from "../judge/judged-plan.ts";
import type { Law } from "../law.ts";
import { type Clock, type Database, isoTime, type RandomBytes, type Sql } from "../ports.ts";
import type { Bell } from "../store/bell.ts";
import type { Change, Writer } from "../store/writer.ts";
import { changedSince } from "./footprint.ts";
import { consistencyProof, inclusionProof, warrantStatement } from "./statement.ts";
import { voidVerdict } from "./void.ts";
import { executorHead, insertWarrant, liveWarrant, SKEW_MS, type WarrantRow } from "./warrant-store.ts";

const READING_MS = 5000;
/** How long a verdict that turned out stale waits for the estate to catch up, so that the next plan is not stale at once. */
const CATCH_UP_MS = 2000;

export interface WarrantDeps {
  readonly database: Database;
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly readings: Readings;
  readonly holder: EstateHolder;
  readonly bell: Bell;
  readonly law: Law;
  readonly warrantSigner: Signer;
  /** The one executor that may redeem. */
  readonly executorKey: string;
  readonly clock: Clock;
  readonly random: RandomBytes;
}

export interface WarrantInput {
  readonly case: string;
  readonly plan_digest: string;
  readonly executor_key: string;
}

export type WarrantOutcome =
  | { readonly outcome: "issued"; readonly warrant: Envelope }
  | { readonly outcome: "stale"; readonly changed: ResourceRef[] }
  | { readonly outcome: "waiting"; readonly state: CaseFile["state"]; readonly reason: string };

/**
 * The warrant for an approved plan. What the verdict relied on is read again first; a warrant leaves this process only after its own
 * ledger entry is committed under a signed checkpoint.
 */
export async function issueWarrant(deps: WarrantDeps, input: WarrantInput): Promise<WarrantOutcome> {
  if (input.executor_key !== deps.executorKey) {
    throw new AuditorError("forbidden", "a warrant can name the enrolled executor only", { at: "executor_key" });
  }
  const [found, out, judged] = await deps.database.session((sql) =>
    Promise.all([
      findCase(sql, input.case),
      liveWarrant(sql, input.case, deps.clock.now()),
      findJudgedPlan(sql, input.case, input.plan_digest),
    ]),
  );
  const stored = existing(found, input.case);
  const early = beforeReading(deps, stored, out, input);
  if (early) return early;
  if (!judged) throw new AuditorError("conflict", "this plan was never judged for this case", { at: "plan_digest" });
  if (judged.verdict.charter !== deps.law.charterDigest || judged.verdict.hard_policies !== deps.law.hardPolicies) {
    return stale(deps, judged, [], "the charter is another one than it was judged by");
  }
  const { footprint, estate } = judged.verdict;
  const reading = await deps.readings.read(footprint, READING_MS);
  if (!reading) {
    const reason = "the collector did not read the plan's footprint in time";
    return { outcome: "waiting", state: stored.file.state, reason };
  }
  const changed = changedSince(footprint, estate.lineage, reading);
  if (changed.length > 0) {
    await catchUp(deps, reading.serial);
    const named = changed.slice(0, 3).map(({ part, id }) => `\`${part}/${id}\``);
    return stale(deps, judged, changed, `what it relied on has changed: ${named.join(", ")}`);
  }
  return deps.writer.write(async (change) => {
    const [again, live, head, entry] = await Promise.all([
      needCase(change.sql, input.case),
      liveWarrant(change.sql, input.case, deps.clock.now()),
      executorHead(change.sql, deps.executorKey),
      entryBytes(change.sql, judged.verdictEntry),
    ]);
    const early = beforeReading(deps, again, live, input);
    return early ?? release(deps, change, again.file, { judged, head, entry });
  });
}

/** An answer that needs no reading: the warrant that is out already, or why there can be none now. */
function beforeReading(
  { clock }: WarrantDeps,
  { file }: StoredCase,
  live: WarrantRow | null,
  input: WarrantInput,
): WarrantOutcome | null {
  if (live) return repeated(live, file, input, clock.now());
  const { verdict } = file;
  if (verdict && verdict.plan_digest !== input.plan_digest) {
    throw new AuditorError("conflict", "another plan of this case stands now", { at: "plan_digest" });
  }
  if (file.state !== "ready" || !verdict) return { outcome: "waiting", state: file.state, reason: file.reason };
  return null;
}

/** INVARIANT: never two warrants of one case that could both be redeemed; a repeated request gets the one that is out. */
function repeated(live: WarrantRow, file: CaseFile, input: WarrantInput, now: number): WarrantOutcome {
  const usable = live.redeemed || live.expires.getTime() > now;
  if (live.plan_digest === input.plan_digest && usable) return { outcome: "issued", warrant: live.envelope };
  const until = isoTime(live.expires.getTime() + SKEW_MS);
  return { outcome: "waiting", state: file.state, reason: `an earlier warrant could be redeemed until ${until}` };
}

async function entryBytes(sql: Sql, index: number): Promise<Uint8Array> {
  const [entry] = await sql.query<{ body: Uint8Array }>("SELECT body FROM ledger.entry WHERE seq = $1", [index]);
  if (!entry) throw new AuditorError("unavailable", "the verdict's entry can't be read", { remedy: "retry" });
  return new Uint8Array(entry.body);
}

interface Warranted {
  readonly judged: JudgedPlan;
  /** Size of the last checkpoint that the executor has accepted. */
  readonly head: number;
  /** Bytes of the verdict's entry. */
  readonly entry: Uint8Array;
}

function release(
  deps: WarrantDeps,
  change: Change,
  file: CaseFile,
  { judged, head, entry }: Warranted,
): WarrantOutcome {
  const { writer, random, executorKey } = deps;
  const { checkpoint, tree } = writer;
  const verdict = file.verdict as VerdictNote;
  if (head > checkpoint.size) {
    throw new AuditorError(
      "unavailable",
      `the executor has seen ${head} entries, this ledger holds ${checkpoint.size}`,
      {
        fix: "an older ledger was restored: keep both for an investigation, and warrant nothing",
        remedy: "ask",
      },
    );
  }
  const id = newNonce(random);
  const statement = warrantStatement({
    id,
    receipt: file.receipt_id,
    judged,
    executorKey,
    verdictEntry: entry,
    verdictEntryDigest: digestBytes(entry),
    proof: inclusionProof(tree, judged.verdictEntry, checkpoint),
    consistency: consistencyProof(tree, head, checkpoint.size),
    approvals: decisionsOn(file, verdict)
      .filter(({ kind }) => kind !== "reject")
      .map(({ digest }) => digest),
    now: change.now,
  });
  const envelope = signStatement(PAYLOAD_TYPES.warrant, statement, deps.warrantSigner);
  const { not_before, expires, deadline } = statement.predicate;
  const { index } = change.append({
    type: "warrant",
    case: file.id,
    body: { id, plan_digest: judged.planDigest, verdict_digest: judged.verdictDigest, not_before, expires, deadline },
    blobs: [{ mediaType: PAYLOAD_TYPES.warrant, bytes: Buffer.from(envelope.payload, "base64") }],
  });
  insertWarrant(change, {
    id,
    case_id: file.id,
    plan_digest: judged.planDigest,
    executor_key: executorKey,
    issued: new Date(not_before),
    expires: new Date(expires),
    deadline: new Date(deadline),
    envelope,
  });
  const text = `a warrant for exactly this plan, to be redeemed by ${expires}`;
  deps.cases.save(change, tell(file, "auditor", "warrant", text, change.now, index));
  return { outcome: "issued", warrant: envelope };
}

async function stale(
  deps: WarrantDeps,
  judged: JudgedPlan,
  changed: ResourceRef[],
  reason: string,
): Promise<WarrantOutcome> {
  return deps.writer.write(async (change) => {
    const { file } = await needCase(change.sql, judged.caseId);
    const stands = file.state === "ready" && file.verdict?.digest === judged.verdictDigest;
    if (!stands || (await liveWarrant(change.sql, file.id, change.now))) {
      return { outcome: "waiting", state: file.state, reason: file.reason };
    }
    await voidVerdict(deps, change, file, reason);
    return { outcome: "stale", changed };
  });
}

async function catchUp({ holder, bell, clock }: WarrantDeps, serial: number): Promise<void> {
  const caughtUp = async () => ((holder.current?.serial ?? 0) >= serial ? true : null);
  await bell.until("estate", CATCH_UP_MS, caughtUp, undefined, () => clock.monotonic());
}
