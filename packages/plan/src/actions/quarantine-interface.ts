import { type Estate, need, type SecurityGroup } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { idField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";
import { groupUser } from "./security-groups.ts";

const parameters = z.strictObject({ group: idField });

/**
 * Puts an interface into an empty group that is its alone, and cuts the connections that are tracked already.
 *
 * A plain change of groups lets tracked connections live on, for days. They end when the interface passes through a group
 * that allows everything both ways (then nothing is tracked any more) into the empty one. That moment is inside this one
 * operation, which the cloud's adapter finishes or takes back by itself: as steps of a plan it would be a state in which a
 * failure leaves the interface open. A public address is off the interface for as long.
 */
export const quarantineInterface: ActionDefinition<z.infer<typeof parameters>> = {
  name: "quarantine_interface",
  part: "interfaces",
  creates: false,
  parameters,
  api: [
    "ec2:DisassociateAddress",
    "ec2:CreateSecurityGroup",
    "ec2:AuthorizeSecurityGroupIngress",
    "ec2:ModifyNetworkInterfaceAttribute",
    "ec2:DeleteSecurityGroup",
    "ec2:AssociateAddress",
  ],
  changes(estate, target, { group }) {
    const found = need(estate, "interfaces", target);
    checkOwn(estate, need(estate, "security_groups", group), found);
    return [replaced("interfaces", found, { groups: [group] })];
  },
  touches: (_estate, target, { group }) => [ref("interfaces", target), ref("security_groups", group)],
  inverse: (before, target) =>
    inverseAction("modify_interface_groups", target, { groups: need(before, "interfaces", target).groups }),
  describe: (target, { group }) =>
    `put the interface \`${target}\` into the empty group \`${group}\` and cut its tracked connections`,
  seconds: 3,
};

function checkOwn(estate: Estate, group: SecurityGroup, found: { readonly id: string; readonly vpc: string }): void {
  const at = `security_groups.${group.id}`;
  if (group.vpc !== found.vpc || group.ingress.length + group.egress.length > 0) {
    throw new PlanError("not_applicable", `the group \`${group.id}\` is no quarantine group for \`${found.id}\``, {
      at,
      fix: `expected one of \`${found.vpc}\` without any rule`,
    });
  }
  const user = groupUser(estate, group.id);
  if (user !== null) {
    throw new PlanError("in_use", `the group \`${group.id}\` is used by \`${user}\``, {
      at,
      fix: "give each interface a group of its own, so that nobody is met but the one that is meant",
    });
  }
}
