import { digestValue, type Signer } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { Envelope } from "@trias/protocol";
import type { Reasoner } from "@trias/reasoning";
import type { CaseStore } from "../cases/case-store.ts";
import { clip, tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { isoTime, type Log, type RandomBytes } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import { understandClassified } from "../understand/event.ts";
import { keyOf, quietIdentity } from "./keys.ts";
import { applyUnderstanding, newCaseFile } from "./open-case.ts";
import type { Heard } from "./reading.ts";
import { newCaseId, signReceipt } from "./receipt.ts";

export interface IncidentDeps {
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly estate: () => Estate | null;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
  readonly log: Log;
}

export interface Opened {
  readonly case: string;
  readonly receipt: Envelope;
  /** The identity by which the same thing finds it. */
  readonly identity: string;
}

/** The same thing that needed nothing is folded into its closed case for so long. */
const QUIET_MS = 24 * 3600 * 1000;

/** Opens the case of an event that is new: with its bytes in the ledger, understood, and told to the planner where it can be planned. */
export function openIncident(deps: IncidentDeps, change: Change, heard: Heard, reused: boolean): Opened {
  const { random } = deps;
  const { bytes, digest, source, classification } = heard;
  const estate = deps.estate();
  const understanding = estate ? understandClassified(deps.reasoner, classification, estate, {}) : null;
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
  const { index } = change.append({
    type: "event",
    case: id,
    body: {
      source,
      digest,
      kind: clip(classification.kind, 600),
      type: clip(classification.type, 200),
      event_id: clip(classification.id, 500),
      // The same id with other bytes was heard before: another event, or somebody's who wants to pass for it.
      id_heard_before: reused,
      receipt: digestValue(signed.envelope),
      understood: [...(understanding?.intents ?? [])],
    },
    blobs: [{ mediaType: "application/json", bytes }],
  });
  const title = clip(classification.title, 500) || clip(classification.type, 500) || "an event of unknown form";
  const blank = newCaseFile({
    id,
    kind: "incident",
    subject: title,
    subjectDigest: digest,
    source,
    requester: null,
    ticket: null,
    receiptId: signed.id,
    now: change.now,
  });
  const words = `${heard.vouched}${reused ? "; its id was heard before with other bytes" : ""}`;
  const told = tell(blank, "event", "receive", words, change.now, index);
  const { file, plan } = applyUnderstanding(change, told, understanding, random);
  deps.cases.insert(change, file, new TextDecoder("utf-8", { fatal: true }).decode(bytes), signed.envelope);
  const closed = file.state === "closed";
  const { identity } = classification;
  const key = { ...keyOf(heard), identity: closed ? quietIdentity(identity) : keyOf(heard).identity };
  change.put(
    `INSERT INTO auditor.open_identity (source, account, identity, case_id, until) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (source, account, identity) DO UPDATE SET case_id = excluded.case_id, until = excluded.until`,
    [key.source, key.account, key.identity, id, closed ? isoTime(change.now + QUIET_MS) : null],
  );
  if (plan) deps.feed.push(change, file, "plan", "a new event");
  return { case: id, receipt: signed.envelope, identity: key.identity };
}
