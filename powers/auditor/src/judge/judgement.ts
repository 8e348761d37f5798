import { type Digest, digestValue } from "@trias/core";
import { type Estate, stateOf } from "@trias/estate";
import { type ParsedPlan, stepDigest } from "@trias/plan";
import { type Facts, HARD_POLICIES_DIGEST, touchesProduction } from "@trias/policy";
import type { ResourceChangeSummary, Verdict } from "@trias/protocol";
import { clip } from "../cases/edit.ts";
import { isoTime } from "../ports.ts";
import type { Effects } from "./3-effects.ts";
import type { FoundOut } from "./5-facts.ts";
import type { Combined } from "./8-combine.ts";
import type { JudgeContext } from "./context.ts";
import { footprintOf } from "./footprint.ts";
import type { JudgedPlan, StepChanges } from "./judged-plan.ts";

/** What a judgement was made of, before anything was found. */
export interface Sitting {
  readonly parsed: ParsedPlan;
  readonly estate: Estate;
  readonly context: JudgeContext;
  readonly nonce: string;
  readonly now: number;
  readonly charter: Digest;
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

export interface Weighed {
  readonly effects: Effects;
  readonly found: FoundOut;
  readonly facts: Facts;
}

const MANY = 2000;

/** Writes the verdict; `weighed` is null where the plan's effects or their meaning could not be found out. */
export function conclude(sitting: Sitting, { decision, outcome }: Combined, weighed: Weighed | null): Judgement {
  const { parsed, estate, context, nonce, now, charter } = sitting;
  const effects = weighed?.effects;
  const touches = effects ? effects.touches.slice(0, MANY).map((ref) => stateOf(estate, ref)) : [];
  const open = decision !== "vetoed";
  const verdict: Verdict = {
    schema: "trias.verdict/1",
    case: parsed.plan.case,
    round: parsed.plan.round,
    plan_digest: parsed.rawDigest,
    decision,
    concerns: [...outcome.concerns],
    amendments: [],
    approvals: open ? [...outcome.approvals] : [],
    confirmations: open ? [...outcome.confirmations] : [],
    understood: [...context.own.intents],
    changes: effects ? summaries(effects).slice(0, MANY) : [],
    opened: effects?.opened.slice(0, MANY) ?? [],
    closed: effects?.closed.slice(0, MANY) ?? [],
    monthly_usd: weighed?.found.monthlyUsd ?? null,
    monthly_usd_delta: weighed?.facts.monthly_usd_delta ?? null,
    estate: { lineage: estate.lineage, serial: estate.serial, time: estate.time },
    touches,
    footprint: effects ? footprintOf(estate, effects, touches) : [],
    hard_policies: HARD_POLICIES_DIGEST,
    charter,
    nonce,
    time: isoTime(now),
  };
  return {
    verdict,
    digest: digestValue(verdict),
    holds: outcome.holds,
    stale: (weighed?.facts.stale_parts.length ?? 0) > 0,
    parsedDigest: parsed.parsedDigest,
    steps: parsed.plan.steps.map((step) => ({ id: step.id, digest: stepDigest(step) })),
    changes: effects?.steps.map(({ simulated }) => ({ step: simulated.step.id, changes: simulated.changes })) ?? [],
    seconds: effects?.seconds ?? 0,
    containment: weighed?.facts.containment ?? false,
    blocks: weighed?.found.blocks.length ?? 0,
    segments: weighed?.facts.segments ?? [],
    production: weighed === null || touchesProduction(weighed.facts),
  };
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
