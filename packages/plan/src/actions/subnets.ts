import { contains, type Estate, list, need, overlaps, parseCidr } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { created, deleted } from "../change.ts";
import { PlanError } from "../errors.ts";
import { cidrField, idField, noParameters, tagsField } from "../fields.ts";
import { createdAgain, inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({
  vpc: idField,
  zone: z.string().min(1).max(64),
  cidr: cidrField,
  ipv6_cidr: cidrField.nullable().default(null),
  route_table: idField,
  network_acl: idField,
  tags: tagsField,
});
type CreateSubnet = z.infer<typeof parameters>;

export const createSubnet: ActionDefinition<CreateSubnet> = {
  name: "create_subnet",
  part: "subnets",
  creates: true,
  parameters,
  api: ["ec2:CreateSubnet", "ec2:AssociateRouteTable", "ec2:ReplaceNetworkAclAssociation"],
  changes(estate, target, given) {
    checkPlace(estate, given);
    return [created("subnets", { id: target, ...given })];
  },
  touches: (_estate, target, given) => [
    ref("subnets", target),
    ref("vpcs", given.vpc),
    ref("route_tables", given.route_table),
    ref("network_acls", given.network_acl),
  ],
  inverse: (_before, target) => inverseAction("delete_subnet", target, {}),
  describe: (_target, { vpc, zone, cidr }) => `create the subnet ${cidr} in ${zone} of \`${vpc}\``,
  seconds: 3,
};

function checkPlace(estate: Estate, given: CreateSubnet): void {
  const vpc = need(estate, "vpcs", given.vpc);
  const table = need(estate, "route_tables", given.route_table);
  const acl = need(estate, "network_acls", given.network_acl);
  const cidr = parseCidr(given.cidr);
  if (table.vpc !== vpc.id || acl.vpc !== vpc.id || !given.zone.startsWith(vpc.region)) {
    throw new PlanError(
      "not_applicable",
      `the subnet's zone, route table and network ACL are not all of \`${vpc.id}\``,
      {
        at: "route_table",
        fix: `expected a zone of ${vpc.region} and a route table and network ACL of that VPC`,
      },
    );
  }
  if (!vpc.cidrs.some((range) => contains(parseCidr(range), cidr))) {
    throw new PlanError("not_applicable", `\`${given.cidr}\` lies outside of the VPC \`${vpc.id}\``, {
      at: "cidr",
      fix: `expected a block of ${vpc.cidrs.join(", ")}`,
    });
  }
  const twin = list(estate, "subnets").find((item) => item.vpc === vpc.id && overlaps(parseCidr(item.cidr), cidr));
  if (twin) {
    throw new PlanError("already_exists", `\`${given.cidr}\` overlaps the subnet \`${twin.id}\``, {
      at: "cidr",
      fix: "take a block that is free",
    });
  }
}

export const deleteSubnet: ActionDefinition<Record<string, never>> = {
  name: "delete_subnet",
  part: "subnets",
  creates: false,
  parameters: noParameters,
  api: ["ec2:DeleteSubnet"],
  changes(estate, target) {
    const subnet = need(estate, "subnets", target);
    const user = subnetUser(estate, target);
    if (user !== undefined) {
      throw new PlanError("in_use", `the subnet \`${target}\` is used by \`${user}\``, {
        at: `subnets.${target}`,
        fix: "delete what stands in it first",
      });
    }
    return [deleted("subnets", subnet)];
  },
  touches: (_estate, target) => [ref("subnets", target)],
  inverse(before, target) {
    const { id: _id, ...fields } = need(before, "subnets", target);
    return createdAgain(before, this.changes(before, target, {}), createSubnet, target, fields);
  },
  describe: (target) => `delete the subnet \`${target}\``,
  seconds: 3,
};

function subnetUser(estate: Estate, id: string): string | undefined {
  return [
    ...list(estate, "interfaces").filter((item) => item.subnet === id),
    ...list(estate, "instances").filter((item) => item.subnet === id),
    ...list(estate, "nat_gateways").filter((item) => item.subnet === id),
    ...list(estate, "load_balancers").filter((item) => item.subnets.includes(id)),
    ...list(estate, "databases").filter((item) => item.subnets.includes(id)),
    ...list(estate, "firewalls").filter((item) => item.subnets.includes(id)),
    ...list(estate, "endpoints").filter((item) => item.subnets.includes(id)),
    ...list(estate, "scaling_groups").filter((item) => item.subnets.includes(id)),
    ...list(estate, "flow_logs").filter((item) => item.resource === id),
  ][0]?.id;
}
