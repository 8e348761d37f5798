import type { Digest } from "@trias/core";
import type { CaseState, Person, Question } from "@trias/protocol";
import type { CaseFile } from "../cases/case-file.ts";
import { clip, move, tell } from "../cases/edit.ts";
import { isoTime, type RandomBytes } from "../ports.ts";
import type { Change } from "../store/writer.ts";
import type { Understanding } from "../understand/understanding.ts";
import { newNonce } from "./receipt.ts";

export interface NewCase {
  readonly id: string;
  readonly kind: "change" | "incident";
  readonly subject: string;
  readonly subjectDigest: Digest;
  readonly source: string | null;
  readonly requester: Person | null;
  readonly ticket: string | null;
  readonly receiptId: string;
  readonly now: number;
}

export function newCaseFile(input: NewCase): CaseFile {
  const time = isoTime(input.now);
  return {
    id: input.id,
    kind: input.kind,
    state: "received",
    reason: "it was heard",
    opened: time,
    since: time,
    subject: clip(input.subject, 4000),
    subject_digest: input.subjectDigest,
    source: input.source,
    requester: input.requester,
    ticket: input.ticket,
    receipt_id: input.receiptId,
    answers: {},
    understood: [],
    certain: false,
    incident: null,
    question: null,
    round: 1,
    amended: 0,
    plan: null,
    verdict: null,
    decisions: [],
    execution: null,
    timeline: [],
  };
}

/** Why nothing can be understood yet. */
const NO_ESTATE = "the estate has not been heard yet: the collector is awaited";

/**
 * Puts what the auditor understood into the file, and the case into the state that follows; a question goes into the ledger. Says in
 * `feed` whether the planner has to be told, which is done once the file is stored.
 */
export function applyUnderstanding(
  change: Change,
  file: CaseFile,
  understanding: Understanding | null,
  random: RandomBytes,
): { readonly file: CaseFile; readonly plan: boolean } {
  if (understanding === null) return { file: move(file, "waiting_service", NO_ESTATE, change.now), plan: false };
  const { next, intents, certain, incident } = understanding;
  const read: CaseFile = { ...file, understood: intents, certain, incident, question: null };
  switch (next.to) {
    case "plan":
      return { file: move(read, "planning", "a plan is being made", change.now), plan: true };
    case "unavailable":
      return { file: end(read, "unavailable", next.reason, change.now), plan: false };
    case "close":
      return { file: end(read, "closed", next.reason, change.now), plan: false };
    case "ask": {
      const { parameter, question, choices } = next.question;
      const asked: Question = {
        parameter,
        question: clip(question, 500),
        choices: choices.slice(0, 50).map((choice) => clip(choice, 200)),
        nonce: newNonce(random),
      };
      const { index } = change.append({ type: "question", case: file.id, body: { ...asked } });
      const told = tell(read, "auditor", "question", asked.question, change.now, index);
      return { file: { ...move(told, "waiting_answer", asked.question, change.now), question: asked }, plan: false };
    }
  }
}

function end(file: CaseFile, state: CaseState, reason: string, now: number): CaseFile {
  return move(tell(file, "auditor", state, reason, now), state, reason, now);
}
