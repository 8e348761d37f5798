import type { Estate, ResourceChange } from "@trias/estate";
import { parseValue, type ResourceRef, type WireAction } from "@trias/protocol";
import type { ActionDefinition, Inverse } from "./action.ts";
import { PlanError } from "./errors.ts";
import { ACTIONS } from "./registry.ts";

/** An action whose name and parameters are known to be good; everything about it is asked through this. */
export interface CheckedAction {
  readonly definition: ActionDefinition;
  readonly target: string;
  changes(estate: Estate): readonly ResourceChange[];
  touches(estate: Estate): readonly ResourceRef[];
  inverse(before: Estate): Inverse;
  describe(): string;
}

/** Finds the definition of an action from a wire and checks its parameters against it. */
export function checkAction({ action, target, parameters }: WireAction): CheckedAction {
  const definition = ACTIONS.get(action);
  if (!definition) {
    throw new PlanError("action_unknown", `there is no action \`${action.slice(0, 64)}\``, {
      at: "action",
      fix: `expected one of ${[...ACTIONS.keys()].join(", ")}`,
    });
  }
  const given = checkParameters(definition, parameters);
  return {
    definition,
    target,
    changes: (estate) => definition.changes(estate, target, given),
    touches: (estate) => definition.touches(estate, target, given),
    inverse: (before) => definition.inverse(before, target, given),
    describe: () => definition.describe(target, given),
  };
}

function checkParameters(definition: ActionDefinition, parameters: WireAction["parameters"]): unknown {
  try {
    return parseValue(definition.parameters, parameters, `the parameters of \`${definition.name}\``);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : `the parameters of \`${definition.name}\` are wrong`;
    throw new PlanError("parameters_malformed", message, { at: "parameters", cause });
  }
}
