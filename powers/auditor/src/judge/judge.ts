import { messageOf, TriasError } from "@trias/core";
import type { Estate } from "@trias/estate";
import type { ParsedPlan } from "@trias/plan";
import { type CedarEngine, type Charter, type Facts, NOTHING } from "@trias/policy";
import type { ReachEngine } from "@trias/reach";
import { interpretAgain } from "./2-interpret.ts";
import { deriveEffects, type Effects } from "./3-effects.ts";
import { checkScope } from "./4-scope.ts";
import { type FoundOut, findFacts } from "./5-facts.ts";
import { applyPolicy, withSomebody } from "./6-policy.ts";
import { addUp } from "./7-add-up.ts";
import { type Combined, combineAll } from "./8-combine.ts";
import { blocked } from "./concern.ts";
import type { JudgeContext } from "./context.ts";
import { conclude, type Judgement, type Sitting } from "./judgement.ts";

export interface Judges {
  readonly charter: Charter;
  readonly cedar: CedarEngine;
  readonly reach: ReachEngine;
}

/** Judges a plan whose bounds were checked: the eight steps, of which the first is in `1-bounds.ts`. */
export function judge(
  judges: Judges,
  parsed: ParsedPlan,
  estate: Estate,
  context: JudgeContext,
  nonce: string,
  now: number,
): Judgement {
  const sitting: Sitting = { parsed, estate, context, nonce, now, charter: judges.charter.digest };
  const interpretation = interpretAgain(parsed.plan, context.own);
  const derived = deriveEffects(parsed, estate, judges.reach);
  if (!derived.ok) return conclude(sitting, combineAll([...interpretation, ...derived.concerns], NOTHING), null);
  const { effects } = derived;
  const said = [...interpretation, ...derived.concerns];
  try {
    const scope = checkScope(context.own.intents, effects, scopeContext(context), judges.reach);
    const found = findFacts(effects, context, judges.charter, judges.reach, now);
    const { combined, facts } = weigh(judges, context, found, [...said, ...scope, ...tooMuch(effects)]);
    return conclude(sitting, combined, { effects, found, facts });
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    // INVARIANT (I6): what can't be found out is not let through.
    const unknown = blocked("facts.unknown", `what it means here can't be found out: ${messageOf(error)}`, "estate");
    return conclude(sitting, combineAll([...said, unknown], NOTHING), null);
  }
}

function weigh(
  { charter, cedar }: Judges,
  { requester, lately }: JudgeContext,
  found: FoundOut,
  concerns: Parameters<typeof combineAll>[0],
): { readonly combined: Combined; readonly facts: Facts } {
  const facts = addUp(found.facts, requester, lately.costs);
  const policy = withSomebody(applyPolicy(facts, charter, cedar), facts);
  return { combined: combineAll([...concerns, ...found.concerns], policy), facts };
}

function scopeContext({ rolledBack }: JudgeContext) {
  return rolledBack === null ? {} : { executed: rolledBack.executed };
}

const MANY = 2000;

/** INVARIANT: a verdict lists all that it is about, or it is a veto. */
function tooMuch({ opened, closed, changes, touches }: Effects) {
  const most = Math.max(opened.length, closed.length, changes.length, touches.length);
  return most <= MANY
    ? []
    : [blocked("judge.too_much", `${most} changes or flows do not fit into one verdict`, "plan")];
}
