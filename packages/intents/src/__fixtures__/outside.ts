import type { Estate } from "@trias/estate";
import { type BuiltPlan, checkAction, simulateAction, simulatePlan } from "@trias/plan";
import type { Intent, PlanStep, WireAction } from "@trias/protocol";
import { createReachEngine } from "@trias/reach";
import { scopeOfIntents } from "../union.ts";

export function intentOf(type: string, parameters: Intent["parameters"]): Intent {
  return { type, parameters, confidence: 1 };
}

/** All that a plan does and that its intents do not permit, as the auditor finds it: each state on the way is looked at. */
export function outsideOf(estate: Estate, plan: Pick<BuiltPlan, "steps">, ...intents: readonly Intent[]): string[] {
  const scope = scopeOfIntents(intents, estate, {});
  const reach = createReachEngine();
  const { steps, after } = simulatePlan(estate, plan);
  const changes = steps.flatMap((step) => step.changes.map((change) => scope.change(change)));
  const opened = steps.flatMap((step) => reach.diff(estate, step.after).opened.map((flow) => scope.opened(flow)));
  const closed = reach.diff(estate, after).closed.map((flow) => scope.closed(flow));
  return [...changes, ...opened, ...closed].flatMap((why) => why ?? []);
}

/** An honest plan with more behind it, as a planner would write it that wants more than was asked for. */
export function withMore(built: BuiltPlan, ...more: readonly WireAction[]): Pick<BuiltPlan, "steps"> {
  const steps: PlanStep[] = [...built.steps];
  let { after } = built;
  for (const action of more) {
    const inverse = checkAction(action).inverse(after);
    steps.push({
      id: `s${steps.length + 1}`,
      ...action,
      summary: "housekeeping",
      inverse: inverse.kind === "action" ? inverse.action : null,
    });
    after = simulateAction(after, action);
  }
  return { steps };
}
