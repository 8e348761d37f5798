import { need } from "@trias/estate";
import type { ActionDefinition } from "../action.ts";
import { deleted } from "../change.ts";
import { PlanError } from "../errors.ts";
import { noParameters } from "../fields.ts";
import { createdAgain } from "../inverse.ts";
import { ref } from "../refs.ts";
import { createSecurityGroup } from "./create-security-group.ts";
import { groupUser } from "./security-groups.ts";

export const deleteSecurityGroup: ActionDefinition<Record<string, never>> = {
  name: "delete_security_group",
  part: "security_groups",
  creates: false,
  parameters: noParameters,
  api: ["ec2:DeleteSecurityGroup"],
  changes(estate, target) {
    const group = need(estate, "security_groups", target);
    const user = groupUser(estate, target);
    if (user !== null || group.name === "default") {
      const why = user === null ? "is its VPC's default group" : `is used by \`${user}\``;
      throw new PlanError("in_use", `the group \`${target}\` ${why}`, {
        at: `security_groups.${target}`,
        fix: "take it off everything that uses it first",
      });
    }
    return [deleted("security_groups", group)];
  },
  touches: (_estate, target) => [ref("security_groups", target)],
  inverse(before, target) {
    const { id: _id, ...fields } = need(before, "security_groups", target);
    return createdAgain(before, this.changes(before, target, {}), createSecurityGroup, target, fields);
  },
  describe: (target) => `delete the security group \`${target}\``,
  seconds: 2,
};
