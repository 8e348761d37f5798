import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { created } from "../change.ts";
import { PlanError } from "../errors.ts";
import { groupRulesField, idField, tagsField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";
import { checkRules, groupByName, ruleRefs } from "./security-groups.ts";

const parameters = z.strictObject({
  vpc: idField,
  name: z.string().min(1).max(255),
  description: z.string().max(255),
  ingress: groupRulesField,
  egress: groupRulesField,
  tags: tagsField,
});
export type CreateSecurityGroup = z.infer<typeof parameters>;

/** A group with exactly the rules given: AWS's own default, everything outwards, is taken out again in the same operation. */
export const createSecurityGroup: ActionDefinition<CreateSecurityGroup> = {
  name: "create_security_group",
  part: "security_groups",
  creates: true,
  parameters,
  api: [
    "ec2:CreateSecurityGroup",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:AuthorizeSecurityGroupEgress",
    "ec2:RevokeSecurityGroupEgress",
  ],
  changes(estate, target, given) {
    need(estate, "vpcs", given.vpc);
    const twin = groupByName(estate, given.vpc, given.name);
    if (twin) {
      throw new PlanError("already_exists", `\`${given.vpc}\` has a group named \`${given.name}\`: \`${twin.id}\``, {
        at: "name",
        fix: "choose another name, or use that group",
      });
    }
    checkRules(estate, { id: target, vpc: given.vpc }, [...given.ingress, ...given.egress]);
    return [created("security_groups", { id: target, ...given })];
  },
  touches: (_estate, target, given) => [
    ref("security_groups", target),
    ref("vpcs", given.vpc),
    ...ruleRefs([...given.ingress, ...given.egress], target),
  ],
  inverse: (_estate, target) => inverseAction("delete_security_group", target, {}),
  describe: (_target, { name, vpc }) => `create the security group \`${name}\` in \`${vpc}\``,
  seconds: 2,
};
