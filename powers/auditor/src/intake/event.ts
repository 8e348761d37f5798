import { type Digest, digestBytes, digestValue, messageOf, parseStrictJson, type Signer, utf8 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { Envelope } from "@trias/protocol";
import type { Classification, Reasoner } from "@trias/reasoning";
import { type CaseStore, needCase } from "../cases/case-store.ts";
import { clip, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { AuditorError } from "../errors.ts";
import type { Law } from "../law.ts";
import { isoTime, type Log, type RandomBytes } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";
import { type Understanding, understandEvent } from "../understand/understanding.ts";
import { applyUnderstanding, newCaseFile } from "./open-case.ts";
import { newCaseId, signReceipt } from "./receipt.ts";
import { checkSource } from "./source.ts";

const MAX_BYTES = 1 << 20;
const LIMITS = { maxBytes: MAX_BYTES, maxDepth: 64, maxValues: 100_000 };

export interface EventDeps {
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly law: Law;
  readonly estate: () => Estate | null;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
  readonly log: Log;
}

export interface EventAccepted {
  readonly case: string;
  readonly receipt: Envelope;
  readonly duplicate: boolean;
  readonly authenticated: boolean;
}

interface Heard {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly source: string | null;
  readonly classification: Classification;
  readonly understanding: Understanding | null;
}

/** A machine tells something. It is committed before it is answered; what came before is answered with its case. */
export async function acceptEvent(
  deps: EventDeps,
  bytes: Uint8Array,
  headers: { readonly source: string | undefined; readonly signature: string | undefined },
): Promise<EventAccepted> {
  if (bytes.length > MAX_BYTES) {
    throw new AuditorError("bad_request", `an event of ${bytes.length} bytes`, {
      fix: `at most ${MAX_BYTES} are taken`,
    });
  }
  const check = checkSource(bytes, headers.source, headers.signature, deps.law);
  if (check.kind === "refused") return refuse(deps, bytes, headers.source, check.why);
  const source = check.kind === "authenticated" ? check.source : null;
  const event = parseStrictJson(bytes, LIMITS);
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw new AuditorError("bad_request", "an event is one JSON object", { fix: "send each event by itself" });
  }
  const estate = deps.estate();
  const heard: Heard = {
    bytes,
    digest: digestBytes(bytes),
    source,
    classification: classify(deps.reasoner, event),
    understanding: estate ? understandEvent(deps.reasoner, event, estate, {}) : null,
  };
  return deps.writer.write(async (change) => {
    const before = await heardBefore(deps, change, heard);
    return before ?? openIncident(deps, change, heard);
  });
}

function classify(reasoner: Reasoner, event: unknown): Classification {
  try {
    return reasoner.classify(event);
  } catch (cause) {
    throw new AuditorError("bad_request", `the event can't be read: ${messageOf(cause)}`, {
      fix: "send a JSON object, such as a GuardDuty finding or a CloudEvents envelope around it",
      cause,
    });
  }
}

async function refuse(deps: EventDeps, bytes: Uint8Array, source: string | undefined, why: string): Promise<never> {
  await deps.writer.write(async (change) => {
    change.append({
      type: "refusal",
      body: { what: "event", digest: digestBytes(bytes), claimed_source: clip(source ?? "", 64), why },
    });
  });
  throw new AuditorError("unauthenticated", why, {
    at: "trias-signature",
    fix: "sign the bytes with the source's key",
  });
}

/** INVARIANT: what nobody vouched for never folds into, or stands in the way of, what a source signed: keys begin with the source. */
function sourceKey(source: string | null): string {
  return source ?? "";
}

/** An outsider's text as a key: what is long, or holds what a column can't, is named by its digest. */
function asKey(text: string): string {
  return text.length <= 200 && !text.includes("\u0000") ? text : digestBytes(utf8(text));
}

async function heardBefore(deps: EventDeps, change: Change, heard: Heard): Promise<EventAccepted | null> {
  const { classification, source, digest } = heard;
  const account = asKey(classification.account ?? "");
  const [seen] = await change.sql.query<{ case_id: string; same: boolean }>(
    `SELECT case_id, true AS same FROM auditor.event_seen
       WHERE source = $1 AND account = $2 AND event_id = $3 AND digest = $4
     UNION ALL
     SELECT case_id, false FROM auditor.open_identity WHERE source = $1 AND account = $2 AND identity = $5
     ORDER BY same DESC LIMIT 1`,
    [sourceKey(source), account, asKey(classification.id), digest, asKey(classification.identity)],
  );
  if (!seen) return null;
  const { file, receipt } = await needCase(change.sql, seen.case_id);
  if (!seen.same) await fold(deps, change, file.id, heard, account);
  return { case: file.id, receipt, duplicate: seen.same, authenticated: file.source !== null };
}

async function fold(deps: EventDeps, change: Change, caseId: string, heard: Heard, account: string): Promise<void> {
  rememberEvent(change, caseId, heard, account);
  change.put("INSERT INTO auditor.fold (case_id, digest, heard) VALUES ($1, $2, $3)", [
    caseId,
    heard.digest,
    isoTime(change.now),
  ]);
  deps.cases.heardAgain(change, caseId);
}

function rememberEvent(change: Change, caseId: string, heard: Heard, account: string): void {
  change.put(
    `INSERT INTO auditor.event_seen (source, account, event_id, digest, case_id) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [sourceKey(heard.source), account, asKey(heard.classification.id), heard.digest, caseId],
  );
}

async function openIncident(deps: EventDeps, change: Change, heard: Heard): Promise<EventAccepted> {
  const { random } = deps;
  const { bytes, digest, source, classification, understanding } = heard;
  const id = newCaseId(random);
  deps.log.begin(id, "receive");
  change.afterCommit(() => deps.log.end(id, "receive"));
  const signed = signReceipt(
    {
      case: id,
      kind: "incident",
      subjectDigest: digest,
      requester: null,
      source,
      understood: understanding?.intents ?? [],
      now: change.now,
    },
    deps.receiptSigner,
    random,
  );
  const title = clip(classification.title, 500) || clip(classification.type, 500) || "an event of unknown form";
  const { index } = change.append({
    type: "event",
    case: id,
    body: {
      source,
      digest,
      shape: classification.shape,
      type: clip(classification.type, 200),
      event_id: clip(classification.id, 500),
      receipt: digestValue(signed.envelope),
      understood: [...(understanding?.intents ?? [])],
    },
    blobs: [{ mediaType: "application/json", bytes }],
  });
  const heardFile = tell(
    newCaseFile({
      id,
      kind: "incident",
      subject: title,
      subjectDigest: digest,
      source,
      requester: null,
      ticket: null,
      receiptId: signed.id,
      now: change.now,
    }),
    "event",
    "receive",
    source === null ? "heard from a source that did not sign it" : `heard from \`${source}\`, whose signature verifies`,
    change.now,
    index,
  );
  const { file, plan } = applyUnderstanding(change, heardFile, understanding, random);
  const words = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  deps.cases.insert(change, file, words, signed.envelope);
  const account = asKey(classification.account ?? "");
  rememberEvent(change, id, heard, account);
  if (file.state !== "closed") {
    change.put("INSERT INTO auditor.open_identity (source, account, identity, case_id) VALUES ($1, $2, $3, $4)", [
      sourceKey(source),
      account,
      asKey(classification.identity),
      id,
    ]);
  }
  if (plan) deps.feed.push(change, file, "plan", "a new event");
  return { case: id, receipt: signed.envelope, duplicate: false, authenticated: source !== null };
}
