import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const size = z.int().min(0).max(10_000);
const parameters = z
  .strictObject({ min: size, desired: size, max: size })
  .refine(({ min, desired, max }) => min <= desired && desired <= max, { error: "expected min ≤ desired ≤ max" });

export const setGroupSize: ActionDefinition<z.infer<typeof parameters>> = {
  name: "set_group_size",
  part: "scaling_groups",
  creates: false,
  parameters,
  api: ["autoscaling:UpdateAutoScalingGroup"],
  changes: (estate, target, given) => [replaced("scaling_groups", need(estate, "scaling_groups", target), given)],
  touches: (_estate, target) => [ref("scaling_groups", target)],
  inverse(before, target) {
    const { min, desired, max } = need(before, "scaling_groups", target);
    return inverseAction("set_group_size", target, { min, desired, max });
  },
  describe: (target, { min, desired, max }) =>
    `set the scaling group \`${target}\` to ${desired} instances (at least ${min}, at most ${max})`,
  seconds: 120,
};
