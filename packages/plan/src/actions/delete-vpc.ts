import { attachmentsOf, type Estate, list, need, type ResourceChange } from "@trias/estate";
import type { ActionDefinition } from "../action.ts";
import { deleted } from "../change.ts";
import { PlanError } from "../errors.ts";
import { noParameters } from "../fields.ts";
import { createdAgain, noInverse } from "../inverse.ts";
import { ref } from "../refs.ts";
import { createVpc } from "./create-vpc.ts";

/** Deletes an empty VPC with its main route table, default network ACL and default security group. */
export const deleteVpc: ActionDefinition<Record<string, never>> = {
  name: "delete_vpc",
  part: "vpcs",
  creates: false,
  parameters: noParameters,
  api: ["ec2:DeleteVpc"],
  changes(estate, target) {
    const vpc = need(estate, "vpcs", target);
    const held = contentOf(estate, target);
    if (held !== undefined) {
      throw new PlanError("in_use", `the VPC \`${target}\` is not empty: \`${held}\``, {
        at: `vpcs.${target}`,
        fix: "delete what it holds first",
      });
    }
    return [...companions(estate, target), deleted("vpcs", vpc)];
  },
  touches: (estate, target) => [
    ref("vpcs", target),
    ...companions(estate, target).map(({ part, id }) => ref(part, id)),
  ],
  inverse(before, target) {
    const { region, account, cidrs, ipv6_cidrs, tags } = need(before, "vpcs", target);
    const [cidr, ...more] = cidrs;
    if (cidr === undefined || more.length > 0 || ipv6_cidrs.length > 1) {
      return noInverse(`\`${target}\` has several ranges, which one creation can't give back`);
    }
    const parameters = { region, account, cidr, ipv6_cidr: ipv6_cidrs[0] ?? null, tags };
    return createdAgain(before, this.changes(before, target, {}), createVpc, target, parameters);
  },
  describe: (target) => `delete the VPC \`${target}\``,
  seconds: 5,
};

function companions(estate: Estate, vpc: string): ResourceChange[] {
  return [
    ...list(estate, "route_tables")
      .filter((item) => item.vpc === vpc && item.main)
      .map((item) => deleted("route_tables", item)),
    ...list(estate, "network_acls")
      .filter((item) => item.vpc === vpc && item.default)
      .map((item) => deleted("network_acls", item)),
    ...list(estate, "security_groups")
      .filter((item) => item.vpc === vpc && item.name === "default")
      .map((item) => deleted("security_groups", item)),
  ];
}

/** Id of one thing that AWS would refuse to delete along with the VPC. */
function contentOf(estate: Estate, vpc: string): string | undefined {
  const inVpc = (item: { readonly vpc: string | null }) => item.vpc === vpc;
  return [
    ...list(estate, "subnets").filter(inVpc),
    ...list(estate, "interfaces").filter(inVpc),
    ...list(estate, "internet_gateways").filter(inVpc),
    ...list(estate, "endpoints").filter(inVpc),
    ...list(estate, "security_groups").filter((item) => item.vpc === vpc && item.name !== "default"),
    ...list(estate, "route_tables").filter((item) => item.vpc === vpc && !item.main),
    ...list(estate, "network_acls").filter((item) => item.vpc === vpc && !item.default),
    ...list(estate, "peerings").filter((item) => item.requester_vpc === vpc || item.accepter_vpc === vpc),
    ...list(estate, "flow_logs").filter((item) => item.resource === vpc),
    ...attachmentsOf(estate, vpc),
  ][0]?.id;
}
