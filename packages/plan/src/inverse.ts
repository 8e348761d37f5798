import { canonicalJson } from "@trias/core";
import { applyChanges, type Estate, type ResourceChange } from "@trias/estate";
import type { WireAction } from "@trias/protocol";
import type { ActionDefinition, Inverse } from "./action.ts";

export function inverseAction(action: string, target: string, parameters: WireAction["parameters"]): Inverse {
  return { kind: "action", action: { action, target, parameters } };
}

export function noInverse(reason: string): Inverse {
  return { kind: "none", reason };
}

/**
 * The inverse of a deletion is to create again, but only where that gives back the very same resource: what a creation
 * can't express (a state, a rule added since) would be lost without a word.
 */
export function createdAgain<P>(
  before: Estate,
  deletion: readonly ResourceChange[],
  creation: ActionDefinition<P>,
  target: string,
  parameters: P & WireAction["parameters"],
): Inverse {
  const reason = `\`${target}\` could be created again, but not exactly as it was`;
  try {
    const without = applyChanges(before, deletion, before);
    const again = creation.changes(without, target, parameters);
    return exactlyUndone(deletion, again) ? inverseAction(creation.name, target, parameters) : noInverse(reason);
  } catch {
    return noInverse(reason);
  }
}

function exactlyUndone(deletion: readonly ResourceChange[], again: readonly ResourceChange[]): boolean {
  const lost = new Map(deletion.map((change) => [`${change.part}/${change.id}`, canonicalJson(change.before)]));
  return (
    again.length === deletion.length &&
    again.every((change) => lost.get(`${change.part}/${change.id}`) === canonicalJson(change.after))
  );
}
