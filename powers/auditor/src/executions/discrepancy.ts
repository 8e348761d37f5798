import { canonicalJson, digestBytes, type Signer, utf8 } from "@trias/core";
import type { Incident } from "@trias/protocol";
import type { CaseStore } from "../cases/case-store.ts";
import { clip, tell } from "../cases/edit.ts";
import { applyUnderstanding, newCaseFile } from "../intake/open-case.ts";
import { newCaseId, signReceipt } from "../intake/receipt.ts";
import type { RandomBytes } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import { askAboutIncident } from "../understand/event.ts";

export interface DiscrepancyDeps {
  readonly cases: CaseStore;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
}

/** The auditor's own name as a source of events. */
const OWN_SOURCE = "auditor";

/** Opens an incident about what is not as it was judged; who answers for incidents is asked. */
export async function openDiscrepancy(
  deps: DiscrepancyDeps,
  change: Change,
  about: string,
  differences: readonly string[],
): Promise<string> {
  const { random } = deps;
  const id = newCaseId(random);
  const title = `What case ${about} left behind is not what was judged`;
  const words = canonicalJson({ title, case: about, differences: differences.slice(0, 100) });
  const subjectDigest = digestBytes(utf8(words));
  const signed = signReceipt(
    { case: id, kind: "incident", subjectDigest, requester: null, source: OWN_SOURCE, understood: [], now: change.now },
    deps.receiptSigner,
    random,
  );
  const { index } = change.append({
    type: "event",
    case: id,
    body: { source: OWN_SOURCE, digest: subjectDigest, about },
    blobs: [{ mediaType: "application/json", bytes: utf8(words) }],
  });
  const file = tell(
    newCaseFile({
      id,
      kind: "incident",
      subject: title,
      subjectDigest,
      source: OWN_SOURCE,
      requester: null,
      ticket: null,
      receiptId: signed.id,
      now: change.now,
    }),
    "auditor",
    "receive",
    clip(differences.join("; ")),
    change.now,
    index,
  );
  const incident: Incident = {
    type: "discrepancy",
    severity: 7,
    threat: "the network is not as it was judged",
    impact: clip(differences.join("; "), 500),
    action: "ask",
    kind: "discrepancy",
    class: "network_change",
    transition: null,
    response: "ask",
    advice: "Look at what differs, then close it",
    row: null,
    blast_radius: "see what differs",
    environment: "unknown",
    segment: null,
    compliance: [],
    confidence: 1,
    missing: [],
    options: [],
    why: "the auditor read it itself",
  };
  const next = askAboutIncident(`${title}: ${clip(differences.join("; "), 300)}. Look at it, then close it.`);
  const understanding = { intents: [], certain: true, incident, next };
  const asked = applyUnderstanding(change, file, understanding, random);
  deps.cases.insert(change, asked.file, words, signed.envelope);
  return id;
}
