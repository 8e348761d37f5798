import { fromBase64 } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { Intent, Verdict } from "@trias/protocol";
import type { Auditor } from "../auditor.ts";
import { AuditorError } from "../errors.ts";
import { newNonce } from "../intake/receipt.ts";
import { checkBounds } from "../judge/1-bounds.ts";
import { NOTHING_LATELY, rollBackOf } from "../judge/context.ts";
import { judge } from "../judge/judge.ts";
import { executedBy } from "../judge/rolled-back.ts";
import type { PersonCaller } from "../people/caller.ts";
import { understandRequest } from "../understand/understanding.ts";

function needEstate({ estate }: Auditor): Estate {
  const present = estate();
  if (present) return present;
  throw new AuditorError("unavailable", "the estate has not been heard yet", {
    fix: "ask again once the collector has been heard",
    remedy: "retry",
  });
}

interface Interpreted {
  intents: Intent[];
  clarification?: { parameter: string; question: string; choices: string[] };
}

/** What the auditor understands of a sentence; opens no case and records nothing. */
export function interpretSentence(auditor: Auditor, sentence: string): Interpreted {
  const { intents, next } = understandRequest(
    auditor.reasoner,
    sentence,
    needEstate(auditor),
    {},
    new Date(auditor.clock.now()),
  );
  if (next.to !== "ask") return { intents: [...intents] };
  const { parameter, question, choices } = next.question;
  return { intents: [...intents], clarification: { parameter, question, choices: [...choices] } };
}

export type Advice = Pick<
  Verdict,
  "decision" | "concerns" | "approvals" | "changes" | "opened" | "closed" | "monthly_usd_delta"
>;

/** Judges a plan against a sentence outside of any case: nothing is recorded, and nothing can run from it. */
export async function adviseOn(
  auditor: Auditor,
  input: { readonly sentence: string; readonly plan: string },
  caller: PersonCaller,
): Promise<Advice> {
  const { reasoner, judges, random, clock, database } = auditor;
  const parsed = checkBounds(fromBase64(input.plan), null);
  const estate = needEstate(auditor);
  const own = understandRequest(reasoner, input.sentence, estate, {});
  const other = rollBackOf(own.intents);
  const { verdict } = judge(
    judges,
    parsed,
    estate,
    {
      kind: "change",
      authenticated: true,
      requester: caller.person,
      own,
      ticket: "none",
      rolledBack: other === null ? null : await executedBy(database, other),
      lately: NOTHING_LATELY,
    },
    newNonce(random),
    clock.now(),
  );
  const { decision, concerns, approvals, changes, opened, closed, monthly_usd_delta } = verdict;
  return { decision, concerns, approvals, changes, opened, closed, monthly_usd_delta };
}
