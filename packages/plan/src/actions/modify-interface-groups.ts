import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { idField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref, refs } from "../refs.ts";

const parameters = z.strictObject({
  groups: z
    .array(idField)
    .min(1)
    .max(16)
    .refine((groups) => new Set(groups).size === groups.length, { error: "expected each group once" }),
});

/** Replaces the security groups of one interface: the unit of containment, because a group's own rules are its neighbours' too. */
export const modifyInterfaceGroups: ActionDefinition<z.infer<typeof parameters>> = {
  name: "modify_interface_groups",
  part: "interfaces",
  creates: false,
  parameters,
  api: ["ec2:ModifyNetworkInterfaceAttribute"],
  changes(estate, target, { groups }) {
    const found = need(estate, "interfaces", target);
    for (const id of groups) {
      const group = need(estate, "security_groups", id);
      if (group.vpc !== found.vpc) {
        throw new PlanError("not_applicable", `the group \`${id}\` belongs to \`${group.vpc}\``, {
          at: `interfaces.${target}.groups`,
          fix: `expected groups of \`${found.vpc}\``,
        });
      }
    }
    return [replaced("interfaces", found, { groups })];
  },
  touches: (_estate, target, { groups }) => [ref("interfaces", target), ...refs("security_groups", groups)],
  inverse: (before, target) =>
    inverseAction("modify_interface_groups", target, { groups: need(before, "interfaces", target).groups }),
  describe: (target, { groups }) =>
    `give the interface \`${target}\` the groups ${groups.map((g) => `\`${g}\``).join(", ")}`,
  seconds: 1,
};
