import type { Estate } from "@trias/estate";
import { type BuiltPlan, plannedId, resolveAction, simulatePlan } from "@trias/plan";
import type { Intent, PlanStep } from "@trias/protocol";
import type { Planner, PlannerContext } from "./planner.ts";

/** Step numbers under which the steps so far stand while the next intent is planned, out of the way of its own. */
const ASIDE = 500;

/** One plan for all intents of a sentence: each is planned on the estate that those before it lead to. */
export function planAll(
  parts: readonly { readonly intent: Intent; readonly planner: Planner }[],
  context: PlannerContext,
): BuiltPlan {
  const [first, ...rest] = parts;
  if (first === undefined) return { summary: "nothing", steps: [], after: context.estate };
  let plan = first.planner(first.intent, context);
  for (const { intent, planner } of rest) {
    const aside = renumbered(plan.steps, (n) => n + ASIDE);
    const next = planner(intent, { ...context, estate: after(context.estate, aside) });
    const count = plan.steps.length;
    const joined = renumbered([...aside, ...next.steps], (n) => (n > ASIDE ? n - ASIDE : n + count));
    plan = { summary: `${plan.summary}; ${next.summary}`, steps: joined, after: after(context.estate, joined) };
  }
  return plan;
}

function after(estate: Estate, steps: readonly PlanStep[]): Estate {
  return simulatePlan(estate, { steps }).after;
}

/** The same steps under other numbers, with every reference to what they create. */
function renumbered(steps: readonly PlanStep[], number: (n: number) => number): PlanStep[] {
  const ids = new Map(steps.map(({ id }) => [id, `s${number(Number(id.slice(1)))}`]));
  const planned = new Map([...ids].map(([from, to]) => [from, plannedId(to)]));
  return steps.map((step) => ({
    ...step,
    id: ids.get(step.id) ?? step.id,
    ...resolveAction(step, planned),
    inverse: step.inverse === null ? null : resolveAction(step.inverse, planned),
  }));
}
