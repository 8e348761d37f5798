import { need } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { inserted } from "../canonical-order.ts";
import { replaced } from "../change.ts";
import { PlanError } from "../errors.ts";
import { cidrField } from "../fields.ts";
import { inverseAction, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";

const port = z.int().min(0).max(65_535).nullable();
const entry = z.strictObject({
  number: z.int().min(1).max(32_766),
  egress: z.boolean(),
  protocol: z.string().max(8),
  cidr: cidrField,
  from_port: port,
  to_port: port,
  action: z.enum(["allow", "deny"]),
});
export type AclEntry = z.infer<typeof entry>;
const place = z.strictObject({ number: z.int().min(1).max(32_767), egress: z.boolean() });

/** One numbered entry of a network ACL. `cidr` is always the far side: the source inwards, the destination outwards. */
export const createNetworkAclEntry: ActionDefinition<AclEntry> = {
  name: "create_network_acl_entry",
  part: "network_acls",
  creates: false,
  parameters: entry,
  api: ["ec2:CreateNetworkAclEntry"],
  changes(estate, target, given) {
    const acl = need(estate, "network_acls", target);
    if (acl.entries.some((item) => item.number === given.number && item.egress === given.egress)) {
      throw new PlanError("already_exists", `the network ACL \`${target}\` has an entry ${way(given)}`, {
        at: `network_acls.${target}`,
        fix: "choose a free rule number",
      });
    }
    return [replaced("network_acls", acl, { entries: inserted(acl.entries, [given]) })];
  },
  touches: (_estate, target) => [ref("network_acls", target)],
  inverse: (_before, target, { number, egress }) =>
    inverseAction("delete_network_acl_entry", target, { number, egress }),
  describe: (target, given) => `${given.action} ${given.cidr} in the network ACL \`${target}\`, entry ${way(given)}`,
  seconds: 1,
};

export const deleteNetworkAclEntry: ActionDefinition<z.infer<typeof place>> = {
  name: "delete_network_acl_entry",
  part: "network_acls",
  creates: false,
  parameters: place,
  api: ["ec2:DeleteNetworkAclEntry"],
  changes(estate, target, { number, egress }) {
    const acl = need(estate, "network_acls", target);
    const rest = acl.entries.filter((item) => item.number !== number || item.egress !== egress);
    if (rest.length === acl.entries.length || number === 32_767) {
      throw new PlanError("absent", `the network ACL \`${target}\` has no entry ${way({ number, egress })} to delete`, {
        at: `network_acls.${target}`,
        fix: "name an entry by number and direction; the last one of AWS's own can't be deleted",
      });
    }
    return [replaced("network_acls", acl, { entries: rest })];
  },
  touches: (_estate, target) => [ref("network_acls", target)],
  inverse(before, target, { number, egress }) {
    const found = need(before, "network_acls", target).entries.find((e) => e.number === number && e.egress === egress);
    return found ? inverseAction("create_network_acl_entry", target, found) : noInverse("there is no such entry");
  },
  describe: (target, given) => `delete entry ${way(given)} of the network ACL \`${target}\``,
  seconds: 1,
};

function way({ number, egress }: { readonly number: number; readonly egress: boolean }): string {
  return `${number} (${egress ? "outwards" : "inwards"})`;
}
