import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { groupRulesField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";
import { checkRules, ruleRefs, withoutRules, withRules } from "./security-groups.ts";

const parameters = z
  .strictObject({ ingress: groupRulesField, egress: groupRulesField })
  .refine((given) => given.ingress.length + given.egress.length > 0, { error: "expected at least one rule" });
export type SecurityGroupRules = z.infer<typeof parameters>;

export const authorizeSecurityGroupRules: ActionDefinition<SecurityGroupRules> = {
  name: "authorize_security_group_rules",
  part: "security_groups",
  creates: false,
  parameters,
  api: ["ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress"],
  changes(estate, target, { ingress, egress }) {
    const group = need(estate, "security_groups", target);
    checkRules(estate, group, [...ingress, ...egress]);
    return [
      replaced("security_groups", group, {
        ingress: withRules(target, group.ingress, ingress),
        egress: withRules(target, group.egress, egress),
      }),
    ];
  },
  touches: (_estate, target, { ingress, egress }) => [
    ref("security_groups", target),
    ...ruleRefs([...ingress, ...egress], target),
  ],
  inverse: (_before, target, rules) => inverseAction("revoke_security_group_rules", target, rules),
  describe: (target, rules) => `allow ${count(rules)} more in the security group \`${target}\``,
  seconds: 1,
};

export const revokeSecurityGroupRules: ActionDefinition<SecurityGroupRules> = {
  name: "revoke_security_group_rules",
  part: "security_groups",
  creates: false,
  parameters,
  api: ["ec2:RevokeSecurityGroupIngress", "ec2:RevokeSecurityGroupEgress"],
  changes(estate, target, { ingress, egress }) {
    const group = need(estate, "security_groups", target);
    return [
      replaced("security_groups", group, {
        ingress: withoutRules(target, group.ingress, ingress),
        egress: withoutRules(target, group.egress, egress),
      }),
    ];
  },
  touches: (_estate, target) => [ref("security_groups", target)],
  inverse: (_before, target, rules) => inverseAction("authorize_security_group_rules", target, rules),
  describe: (target, rules) => `take ${count(rules)} out of the security group \`${target}\``,
  seconds: 1,
};

function count({ ingress, egress }: SecurityGroupRules): string {
  const rules = ingress.length + egress.length;
  return rules === 1 ? "one rule" : `${rules} rules`;
}
