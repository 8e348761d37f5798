import { type Digest, digestBytes, digestValue, type JsonLimits } from "@trias/core";
import { type Plan, type PlanStep, parseBytes, planSchema } from "@trias/protocol";
import { PlanError } from "./errors.ts";

export const MAX_PLAN_BYTES = 4 << 20;
const LIMITS: JsonLimits = { maxBytes: MAX_PLAN_BYTES, maxDepth: 64, maxValues: 200_000 };

export interface ParsedPlan {
  readonly plan: Plan;
  /** Of the bytes exactly as received: what names the plan. */
  readonly rawDigest: Digest;
  /** Of the canonical form of what was parsed from them: that two readers saw one plan. */
  readonly parsedDigest: Digest;
}

/** Reads a plan from bytes; refuses more than 4 MiB, what is not strict JSON, and step ids that don't count up from `s1`. */
export function parsePlan(bytes: Uint8Array): ParsedPlan {
  const plan = parseBytes(planSchema, bytes, "the plan", LIMITS);
  plan.steps.forEach((step, i) => {
    if (step.id === `s${i + 1}`) return;
    throw new PlanError("plan_malformed", `step ${i + 1} of the plan is called \`${step.id}\``, {
      at: `steps.${i}.id`,
      fix: `expected \`s${i + 1}\`: steps count up from \`s1\``,
    });
  });
  return { plan, rawDigest: digestBytes(bytes), parsedDigest: digestValue(plan) };
}

export function stepDigest(step: PlanStep): Digest {
  return digestValue(step);
}
