import { messageOf, TriasError } from "@trias/core";
import { applyChanges, type Estate, type Moment, type ResourceChange } from "@trias/estate";
import type { PlanStep, WireAction } from "@trias/protocol";
import { type CheckedAction, checkAction } from "./effects.ts";
import { PlanError, type PlanErrorCode } from "./errors.ts";
import { isPlanned, plannedId } from "./planned.ts";

/** What a simulation needs of a plan: its steps. */
export interface PlanSteps {
  readonly steps: readonly PlanStep[];
}

export interface SimulatedStep {
  readonly step: PlanStep;
  readonly action: CheckedAction;
  readonly changes: readonly ResourceChange[];
  readonly before: Estate;
  readonly after: Estate;
}

export interface Simulation {
  readonly steps: readonly SimulatedStep[];
  readonly after: Estate;
}

/**
 * Carries a plan out on a copy of the estate. What it creates goes by its planned id. Throws a PlanError that names the
 * step, what is wrong with it, and what to mend.
 */
export function simulatePlan(estate: Estate, plan: PlanSteps, at: Moment = estate): Simulation {
  const steps: SimulatedStep[] = [];
  const planned = new Set<string>();
  let before = estate;
  for (const step of plan.steps) {
    const simulated = atStep(step.id, () => simulateStep(before, step, planned, at));
    if (simulated.action.definition.creates && step.target === plannedId(step.id)) planned.add(step.target);
    steps.push(simulated);
    before = simulated.after;
  }
  return { steps, after: before };
}

/** One action carried out on an estate, outside of any plan. */
export function simulateAction(estate: Estate, action: WireAction, at: Moment = estate): Estate {
  return applyChanges(estate, checkAction(action).changes(estate), at);
}

function simulateStep(before: Estate, step: PlanStep, planned: ReadonlySet<string>, at: Moment): SimulatedStep {
  const action = checkAction(step);
  checkTarget(step, action);
  checkPlanned(step, action, planned);
  const changes = action.changes(before);
  return { step, action, changes, before, after: applyChanges(before, changes, at) };
}

function checkTarget(step: PlanStep, { definition }: CheckedAction): void {
  if (!definition.creates || !isPlanned(step.target) || step.target === plannedId(step.id)) return;
  throw new PlanError("plan_malformed", `\`${step.action}\` can't create \`${step.target}\``, {
    at: "target",
    fix: `expected \`${plannedId(step.id)}\``,
  });
}

/** INVARIANT: every planned id names an earlier step that creates something, or the executor would meet one that it can't replace. */
function checkPlanned(step: PlanStep, { definition }: CheckedAction, planned: ReadonlySet<string>): void {
  const target = definition.creates ? [] : [step.target];
  for (const text of plannedTexts([...target, step.parameters])) {
    const [base = ""] = text.split(".");
    if (planned.has(base)) continue;
    throw new PlanError(
      "planned_unresolved",
      `\`${text.slice(0, 80)}\` stands for nothing that an earlier step creates`,
      {
        fix: "put the step that creates it first",
      },
    );
  }
}

function plannedTexts(value: unknown): string[] {
  if (typeof value === "string") return isPlanned(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(plannedTexts);
}

/** Runs what concerns one step; an error comes out as a PlanError that names it. */
export function atStep<T>(step: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof TriasError)) throw cause;
    const code: PlanErrorCode = cause instanceof PlanError ? cause.code : "not_applicable";
    throw new PlanError(code, `step \`${step}\`: ${cause.message}`, {
      at: cause.at === undefined ? step : `${step}, ${cause.at}`,
      fix: cause.fix ?? `mend the step: ${messageOf(cause)}`,
      remedy: cause.remedy,
      cause,
    });
  }
}
