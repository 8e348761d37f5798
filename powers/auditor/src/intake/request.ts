import { digestBytes, digestValue, type Signer, utf8 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { CaseState, Envelope } from "@trias/protocol";
import type { Adviser, Reasoner } from "@trias/reasoning";
import { type Heard, hearSentence, wordingsSaid } from "../advice/meaning.ts";
import { recordAdvice } from "../advice/record.ts";
import { type CaseStore, needCase } from "../cases/case-store.ts";
import { tell } from "../cases/edit.ts";
import type { Feed } from "../cases/feed.ts";
import { AuditorError } from "../errors.ts";
import type { PersonCaller } from "../people/caller.ts";
import { personKey, personName, sealText } from "../people/personal-data.ts";
import type { Log, RandomBytes } from "../ports.ts";
import type { Change, Writer } from "../store/writer.ts";
import { bindTicket } from "../tickets/tickets.ts";
import { applyUnderstanding, newCaseFile } from "./open-case.ts";
import { newCaseId, signReceipt } from "./receipt.ts";

export interface RequestDeps {
  readonly writer: Writer;
  readonly cases: CaseStore;
  readonly feed: Feed;
  readonly reasoner: Reasoner;
  readonly adviser: Adviser | null;
  readonly estate: () => Estate | null;
  readonly receiptSigner: Signer;
  readonly random: RandomBytes;
  readonly log: Log;
}

export interface RequestInput {
  readonly sentence: string;
  readonly ticket?: string | undefined;
  readonly idempotency_key: string;
}

export interface RequestAccepted {
  readonly case: string;
  readonly receipt: Envelope;
  readonly state: CaseState;
}

/** Characters that a sentence can't need and that a terminal or a database would act on. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** A person asks for something: the case, its receipt and what was understood are committed before they are answered. */
export async function acceptRequest(
  deps: RequestDeps,
  input: RequestInput,
  caller: PersonCaller,
): Promise<RequestAccepted> {
  if (CONTROL.test(input.sentence) || input.sentence.trim() === "") {
    throw new AuditorError("bad_request", "a request is a sentence of plain text", { at: "sentence" });
  }
  const estate = deps.estate();
  const heard = estate ? await hearSentence(deps, input.sentence, estate, input.idempotency_key) : null;
  return deps.writer.write(async (change) => {
    const name = personName(caller.person);
    const [known] = await change.sql.query<{ case_id: string }>(
      "SELECT case_id FROM auditor.request_key WHERE person = $1 AND key = $2",
      [name, input.idempotency_key],
    );
    if (known) {
      const { file, receipt } = await needCase(change.sql, known.case_id);
      return { case: file.id, receipt, state: file.state };
    }
    return openRequest(deps, change, input, caller, heard);
  });
}

async function openRequest(
  deps: RequestDeps,
  change: Change,
  input: RequestInput,
  { person, session }: PersonCaller,
  heard: Heard | null,
): Promise<RequestAccepted> {
  const { random, cases, feed } = deps;
  const understanding = heard?.understanding ?? null;
  const id = newCaseId(random);
  deps.log.begin(id, "receive");
  change.afterCommit(() => deps.log.end(id, "receive"));
  const subjectDigest = digestBytes(utf8(input.sentence));
  const signed = signReceipt(
    {
      case: id,
      kind: "change",
      subjectDigest,
      requester: person,
      source: null,
      understood: understanding?.intents ?? [],
      now: change.now,
    },
    deps.receiptSigner,
    random,
  );
  const key = await personKey(change.sql, person, random);
  const { index } = change.append({
    type: "request",
    case: id,
    body: {
      sentence: sealText(input.sentence, key, random),
      person: sealText(personName(person), key, random),
      session: sealText(session.jti, key, random),
      receipt: digestValue(signed.envelope),
      understood: [...(understanding?.intents ?? [])],
      ...(input.ticket === undefined ? {} : { ticket: input.ticket }),
    },
  });
  const told = tell(
    newCaseFile({
      id,
      kind: "change",
      subject: input.sentence,
      subjectDigest,
      source: null,
      requester: person,
      ticket: input.ticket ?? null,
      receiptId: signed.id,
      now: change.now,
    }),
    "person",
    "receive",
    "asked in their own words",
    change.now,
    index,
  );
  const advice = heard?.advice ?? null;
  const advised = advice === null ? told : recordAdvice(change, told, advice, wordingsSaid);
  const { file, plan } = applyUnderstanding(change, advised, understanding, random);
  cases.insert(change, file, input.sentence, signed.envelope);
  change.put("INSERT INTO auditor.request_key (person, key, case_id) VALUES ($1, $2, $3)", [
    personName(person),
    input.idempotency_key,
    id,
  ]);
  if (input.ticket !== undefined) await bindTicket(change.sql, input.ticket, id);
  if (plan) feed.push(change, file, "plan", "a new request");
  return { case: id, receipt: signed.envelope, state: file.state };
}
