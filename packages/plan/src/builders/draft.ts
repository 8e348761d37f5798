import type { Estate } from "@trias/estate";
import type { PlanStep, WireAction } from "@trias/protocol";
import { checkAction } from "../effects.ts";
import { PlanError } from "../errors.ts";
import { plannedId } from "../planned.ts";
import { atStep, simulateAction } from "../simulate.ts";

/** What a builder makes: the steps of a plan, each with its inverse, and the estate that they would lead to. */
export interface BuiltPlan {
  /** One line for a person. */
  readonly summary: string;
  readonly steps: readonly PlanStep[];
  readonly after: Estate;
}

/** Steps as they come, carried out one by one on a copy of the estate, so that each builds on those before. */
export interface Draft {
  /** Adds a step and returns the planned id that stands for what it creates. */
  create(action: string, parameters: WireAction["parameters"]): string;
  step(action: string, target: string, parameters: WireAction["parameters"]): void;
  /** The estate after the steps so far. */
  estate(): Estate;
  count(): number;
  done(summary: string): BuiltPlan;
}

export function startDraft(start: Estate): Draft {
  const steps: PlanStep[] = [];
  let estate = start;
  const add = (id: string, action: WireAction): void => {
    atStep(id, () => {
      const checked = checkAction(action);
      const inverse = checked.inverse(estate);
      const after = simulateAction(estate, action);
      const way =
        inverse.kind === "action" ? { inverse: inverse.action } : { inverse: null, irreversible: inverse.reason };
      steps.push({ id, ...action, summary: checked.describe().slice(0, 500), ...way });
      estate = after;
    });
  };
  const nextId = () => `s${steps.length + 1}`;
  return {
    create(action, parameters) {
      const id = nextId();
      add(id, { action, target: plannedId(id), parameters });
      return plannedId(id);
    },
    step: (action, target, parameters) => add(nextId(), { action, target, parameters }),
    estate: () => estate,
    count: () => steps.length,
    done(summary) {
      if (steps.length === 0)
        throw new PlanError("nothing_to_do", "nothing has to change for this", { remedy: "stop" });
      return { summary, steps, after: estate };
    },
  };
}
