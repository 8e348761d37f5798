import { type Estate, get, type ResourceChange, type ScalingGroup } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { strayKey } from "../comparing.ts";
import type { Scope } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { wantedSize } from "./size.ts";

export function scaleCapacityScope(intent: Intent, before: Estate): Scope {
  const target = intent.parameters["target"];
  const group = typeof target === "string" ? get(before, "scaling_groups", target) : undefined;
  const size = group === undefined ? null : wantedSize(intent, group);
  if (group === undefined || size === null) {
    return permitsNothing(
      "nothing, until target and size are known",
      "the request does not say what to scale, and to how many",
    );
  }
  return {
    summary: `\`${group.id}\` from ${group.desired} to ${size} instances`,
    change: (change) => sizeChange(group, size, change),
    opened: (flow) => `a size opens nothing, and \`${flow.from}\` would reach \`${flow.to}\``,
    closed: (flow) => `a size closes nothing, and \`${flow.from}\` would no longer reach \`${flow.to}\``,
  };
}

function sizeChange(group: ScalingGroup, size: number, change: ResourceChange): string | null {
  if (change.part !== "scaling_groups" || change.id !== group.id) return `\`${change.id}\` is not \`${group.id}\``;
  const { after } = change;
  if (after === null) return `\`${group.id}\` is deleted`;
  const stray = strayKey(group, after, ["desired", "min", "max"]);
  if (stray !== null) return `\`${stray}\` of \`${group.id}\` changes`;
  if (!between(after.desired, group.desired, size)) {
    return `\`${group.id}\` goes to ${after.desired} instances, and ${size} were asked for`;
  }
  if (!between(after.max, group.max, Math.max(group.max, size))) return `\`${group.id}\` may grow to ${after.max}`;
  if (!between(after.min, group.min, Math.min(group.min, size)))
    return `\`${group.id}\` may not shrink below ${after.min}`;
  return null;
}

function between(value: number, one: number, other: number): boolean {
  return value >= Math.min(one, other) && value <= Math.max(one, other);
}
