import { type Estate, get, list, type ScalingGroup } from "@trias/estate";
import { PlanError } from "../errors.ts";
import { type BuiltPlan, startDraft } from "./draft.ts";

/** By a factor, to a number, or by a step such as `+46`. */
export type Scale = { readonly factor: number } | { readonly amount: number | string };

const LARGEST = 10_000;

export function buildScaleCapacity(estate: Estate, target: string, scale: Scale): BuiltPlan {
  const group = scalingGroup(estate, target);
  const desired = wantedSize(group, scale);
  if (desired === group.desired) {
    throw new PlanError("nothing_to_do", `\`${group.id}\` has ${group.desired} instances already`, {
      at: `scaling_groups.${group.id}`,
      fix: "ask for another size",
    });
  }
  const draft = startDraft(estate);
  draft.step("set_group_size", group.id, {
    min: Math.min(group.min, desired),
    desired,
    max: Math.max(group.max, desired),
  });
  return draft.done(`scale \`${group.id}\` from ${group.desired} to ${desired} instances`);
}

function scalingGroup(estate: Estate, target: string): ScalingGroup {
  const byId = get(estate, "scaling_groups", target);
  if (byId) return byId;
  const all = list(estate, "scaling_groups");
  const named = all.filter(({ tags }) => tags["Name"] === target || tags["segment"] === target);
  const [only, ...more] = named;
  if (only && more.length === 0) return only;
  const choices = (named.length > 0 ? named : all).map(({ id }) => id).slice(0, 20);
  throw new PlanError(only ? "ambiguous" : "absent", `\`${target.slice(0, 80)}\` names no one scaling group`, {
    at: "target",
    fix: `expected one of ${choices.join(", ")}`,
    remedy: "ask",
  });
}

function wantedSize({ desired }: ScalingGroup, scale: Scale): number {
  const size = sizeOf(desired, scale);
  if (Number.isSafeInteger(size) && size >= 0 && size <= LARGEST) return size;
  throw new PlanError("not_applicable", "that is no size for a scaling group", {
    at: "amount",
    fix: `expected 0 to ${LARGEST} instances, a factor, or a step such as \`+4\``,
    remedy: "ask",
  });
}

function sizeOf(desired: number, scale: Scale): number {
  // Rounded to the millionth first, so that 1.1 times 10 is 11 and not, by binary fractions, 12.
  if ("factor" in scale)
    return scale.factor > 0 ? Math.ceil(Math.round(desired * scale.factor * 1e6) / 1e6) : Number.NaN;
  if (typeof scale.amount === "number") return scale.amount;
  return /^[+-][1-9][0-9]{0,4}$/.test(scale.amount) ? desired + Number(scale.amount) : Number.NaN;
}
