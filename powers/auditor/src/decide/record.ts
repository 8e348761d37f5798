import { canonicalJson } from "@trias/core";
import type { DecisionInput, DecisionRecord } from "@trias/protocol";
import type { PersonCaller } from "../people/caller.ts";
import { personKey, personName, sealText } from "../people/personal-data.ts";
import { isoTime, type RandomBytes } from "../ports.ts";
import type { Appended, Change } from "../store/writer.ts";

/**
 * Writes a person's decision into the ledger, bound to the session it came in. Who it was and what they wrote is sealed with the
 * person's key; what it is about stands in the open.
 */
export async function recordDecision(
  change: Change,
  caseId: string,
  input: DecisionInput,
  caller: PersonCaller,
  random: RandomBytes,
): Promise<Appended> {
  const record: DecisionRecord = {
    schema: "trias.decision/1",
    case: caseId,
    decision: input,
    person: caller.person,
    roles: [...caller.roles],
    session: caller.session,
    time: isoTime(change.now),
  };
  const key = await personKey(change.sql, caller.person, random);
  return change.append({
    type: "decision",
    case: caseId,
    body: {
      kind: input.kind,
      ...("role" in input ? { role: input.role } : {}),
      ...("plan_digest" in input ? { plan_digest: input.plan_digest, verdict_digest: input.verdict_digest } : {}),
      person: sealText(personName(caller.person), key, random),
      record: sealText(canonicalJson(record), key, random),
    },
  });
}
