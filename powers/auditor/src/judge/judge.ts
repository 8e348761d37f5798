import { type Digest, digestValue } from "@trias/core";
import { type Estate, stateOf } from "@trias/estate";
import { type ParsedPlan, stepDigest } from "@trias/plan";
import { type CedarEngine, type Charter, HARD_POLICIES_DIGEST, NOTHING } from "@trias/policy";
import type { ResourceChangeSummary, ResourceRef, ResourceState, Verdict } from "@trias/protocol";
import type { ReachEngine } from "@trias/reach";
import { clip } from "../cases/edit.ts";
import { isoTime } from "../ports.ts";
import { interpretAgain } from "./2-interpret.ts";
import { deriveEffects, type Effects } from "./3-effects.ts";
import { checkScope } from "./4-scope.ts";
import { findFacts } from "./5-facts.ts";
import { applyPolicy, withSomebody } from "./6-policy.ts";
import { addUp } from "./7-add-up.ts";
import { combineAll } from "./8-combine.ts";
import { blocked } from "./concern.ts";
import type { JudgeContext } from "./context.ts";
import type { JudgedPlan, StepChanges } from "./judged-plan.ts";

export interface Judges {
  readonly charter: Charter;
  readonly cedar: CedarEngine;
  readonly reach: ReachEngine;
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly digest: Digest;
  /** Reasons for which it may not run, whoever approves. */
  readonly holds: readonly string[];
  /** Whether it is the estate that is too old or unknown: then the case waits for the collector, and for no person. */
  readonly stale: boolean;
  readonly parsedDigest: Digest;
  readonly steps: JudgedPlan["steps"];
  readonly changes: readonly StepChanges[];
  readonly seconds: number;
  readonly containment: boolean;
  readonly blocks: number;
  readonly segments: readonly string[];
  readonly production: boolean;
}

const MANY = 2000;
const MAX_FOOTPRINT = 5000;

/** Judges a plan whose bounds were checked: the eight steps, of which the first is in `1-bounds.ts`. */
export function judge(
  judges: Judges,
  parsed: ParsedPlan,
  estate: Estate,
  context: JudgeContext,
  nonce: string,
  now: number,
): Judgement {
  const { plan } = parsed;
  const interpretation = interpretAgain(plan, context.own);
  const derived = deriveEffects(parsed, estate, judges.reach);
  if (!derived.ok) {
    const { decision, outcome } = combineAll([...interpretation, ...derived.concerns], NOTHING);
    return conclude({ parsed, estate, context, nonce, now, decision, outcome, judges });
  }
  const { effects } = derived;
  const scope = checkScope(context.own.intents, effects, scopeContext(context));
  const found = findFacts(effects, context, judges.charter, judges.reach, now);
  const facts = addUp(found.facts, context.requester, context.lately.costs);
  const policy = withSomebody(applyPolicy(facts, judges.charter, judges.cedar), facts);
  const concerns = [...interpretation, ...derived.concerns, ...scope, ...tooMuch(effects), ...found.concerns];
  const { decision, outcome } = combineAll(concerns, policy);
  return conclude({
    parsed,
    estate,
    context,
    nonce,
    now,
    decision,
    outcome,
    judges,
    effects,
    monthlyUsd: found.monthlyUsd,
    monthlyUsdDelta: facts.monthly_usd_delta,
    containment: facts.containment,
    blocks: found.blocks.length,
    segments: facts.segments,
    production: facts.environments.some((environment) => environment !== "non-production"),
    stale: facts.stale_parts.length > 0,
  });
}

function scopeContext({ rolledBack }: JudgeContext) {
  return rolledBack === null ? {} : { executed: rolledBack.executed };
}

/** INVARIANT: a verdict lists all that it is about, or it is a veto. */
function tooMuch({ opened, closed, changes, touches }: Effects) {
  const most = Math.max(opened.length, closed.length, changes.length, touches.length);
  return most <= MANY
    ? []
    : [blocked("judge.too_much", `${most} changes or flows do not fit into one verdict`, "plan")];
}

interface Conclusion {
  readonly parsed: ParsedPlan;
  readonly estate: Estate;
  readonly context: JudgeContext;
  readonly nonce: string;
  readonly now: number;
  readonly decision: Verdict["decision"];
  readonly outcome: ReturnType<typeof combineAll>["outcome"];
  readonly judges: Judges;
  readonly effects?: Effects;
  readonly monthlyUsd?: number | null;
  readonly monthlyUsdDelta?: number | null;
  readonly containment?: boolean;
  readonly blocks?: number;
  readonly segments?: readonly string[];
  readonly production?: boolean;
  readonly stale?: boolean;
}

function conclude(input: Conclusion): Judgement {
  const { parsed, estate, context, outcome, decision, effects } = input;
  const touches = effects ? statesOf(estate, effects.touches).slice(0, MANY) : [];
  const verdict: Verdict = {
    schema: "trias.verdict/1",
    case: parsed.plan.case,
    round: parsed.plan.round,
    plan_digest: parsed.rawDigest,
    decision,
    concerns: [...outcome.concerns],
    amendments: [],
    approvals: decision === "vetoed" ? [] : outcome.approvals.slice(0, 16),
    confirmations: decision === "vetoed" ? [] : outcome.confirmations.slice(0, 100),
    understood: [...context.own.intents],
    changes: effects ? summaries(effects).slice(0, MANY) : [],
    opened: effects?.opened.slice(0, MANY) ?? [],
    closed: effects?.closed.slice(0, MANY) ?? [],
    monthly_usd: input.monthlyUsd ?? null,
    monthly_usd_delta: input.monthlyUsdDelta ?? null,
    estate: { lineage: estate.lineage, serial: estate.serial, time: estate.time },
    touches,
    footprint: effects ? footprintOf(estate, effects, touches) : [],
    hard_policies: HARD_POLICIES_DIGEST,
    charter: input.judges.charter.digest,
    nonce: input.nonce,
    time: isoTime(input.now),
  };
  return {
    verdict,
    digest: digestValue(verdict),
    holds: outcome.holds,
    stale: input.stale ?? false,
    parsedDigest: parsed.parsedDigest,
    steps: parsed.plan.steps.map((step) => ({ id: step.id, digest: stepDigest(step) })),
    changes: effects?.steps.map(({ simulated }) => ({ step: simulated.step.id, changes: simulated.changes })) ?? [],
    seconds: effects?.seconds ?? 0,
    containment: input.containment ?? false,
    blocks: input.blocks ?? 0,
    segments: input.segments ?? [],
    production: input.production ?? true,
  };
}

function statesOf(estate: Estate, refs: readonly ResourceRef[]): ResourceState[] {
  return refs.map((ref) => stateOf(estate, ref));
}

/** All that the verdict relied on and that is read again for the warrant: what is touched, and the policy that places everything. */
function footprintOf(estate: Estate, effects: Effects, touches: readonly ResourceState[]): ResourceState[] {
  const known = new Set(touches.map(({ part, id }) => `${part} ${id}`));
  const more: ResourceRef[] = [];
  const add = (part: string, id: string) => {
    if (!known.has(`${part} ${id}`)) more.push({ part, id });
    known.add(`${part} ${id}`);
  };
  const networks = estate.parts.core_networks;
  if (networks.status === "known") for (const id of networks.resources.keys()) add("core_networks", id);
  const vpcs = new Set(
    effects.changes.flatMap(({ before, after }) =>
      [before, after].flatMap((one) => (one && "vpc" in one && typeof one.vpc === "string" ? [one.vpc] : [])),
    ),
  );
  const attachments = estate.parts.attachments;
  if (attachments.status === "known") {
    for (const { id, resource } of attachments.resources.values()) if (vpcs.has(resource)) add("attachments", id);
  }
  return [...touches, ...statesOf(estate, more)].slice(0, MAX_FOOTPRINT);
}

function summaries({ steps }: Effects): ResourceChangeSummary[] {
  return steps.flatMap(({ simulated }) =>
    simulated.changes.map(({ part, id, before, after }) => ({
      step: simulated.step.id,
      op: before === null ? ("create" as const) : after === null ? ("delete" as const) : ("update" as const),
      part,
      id,
      summary: clip(simulated.action.describe(), 500),
    })),
  );
}
