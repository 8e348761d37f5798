import { type NetworkAcl, parseCidr, type ResourceChange, type RouteTable, type SecurityGroup } from "@trias/estate";
import { z } from "zod";
import type { ActionDefinition } from "../action.ts";
import { created } from "../change.ts";
import { accountField, cidrField, regionField, tagsField } from "../fields.ts";
import { inverseAction } from "../inverse.ts";
import { ref } from "../refs.ts";

const parameters = z.strictObject({
  region: regionField,
  account: accountField,
  cidr: cidrField,
  ipv6_cidr: cidrField.nullable().default(null),
  tags: tagsField,
});
export type CreateVpc = z.infer<typeof parameters>;

/** A VPC and what AWS makes with every one: main route table, default network ACL, default security group. */
export const createVpc: ActionDefinition<CreateVpc> = {
  name: "create_vpc",
  part: "vpcs",
  creates: true,
  parameters,
  api: ["ec2:CreateVpc"],
  changes(_estate, target, { region, account, cidr, ipv6_cidr, tags }): ResourceChange[] {
    const v6 = ipv6_cidr === null ? [] : [parseCidr(ipv6_cidr).text];
    const vpc = { id: target, region, account, cidrs: [parseCidr(cidr).text], ipv6_cidrs: v6, tags };
    return [
      created("vpcs", vpc),
      created("route_tables", mainRouteTable(target, [...vpc.cidrs, ...v6])),
      created("network_acls", defaultAcl(target, v6.length > 0)),
      created("security_groups", defaultGroup(target, v6.length > 0)),
    ];
  },
  touches: (_estate, target) => Object.values(companionsOf(target)).concat(ref("vpcs", target)),
  inverse: (_before, target) => inverseAction("delete_vpc", target, {}),
  describe: (_target, { region, account, cidr }) => `create a VPC ${cidr} in ${region}, account ${account}`,
  seconds: 5,
};

/** What comes into being with a VPC: ids that are derived from its own, so that a plan can name them beforehand. */
export function companionsOf(vpc: string) {
  return {
    routeTable: ref("route_tables", `${vpc}.rtb`),
    acl: ref("network_acls", `${vpc}.acl`),
    group: ref("security_groups", `${vpc}.sg`),
  };
}

function mainRouteTable(vpc: string, cidrs: readonly string[]): RouteTable {
  const routes = cidrs.map((destination) => ({ destination, target: { type: "local" as const, id: "local" } }));
  return { id: companionsOf(vpc).routeTable.id, vpc, main: true, routes, tags: {} };
}

function defaultAcl(vpc: string, v6: boolean): NetworkAcl {
  const ranges = v6 ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"];
  const entries = [false, true].flatMap((egress) =>
    ranges.map((cidr, i) => ({
      number: 100 + i,
      egress,
      protocol: "-1",
      cidr,
      from_port: null,
      to_port: null,
      action: "allow" as const,
    })),
  );
  return { id: companionsOf(vpc).acl.id, vpc, default: true, entries, tags: {} };
}

function defaultGroup(vpc: string, v6: boolean): SecurityGroup {
  const id = companionsOf(vpc).group.id;
  const everything = { protocol: "-1", from_port: null, to_port: null, prefix_lists: [], description: "" };
  return {
    id,
    vpc,
    name: "default",
    description: "default VPC security group",
    ingress: [{ ...everything, cidrs: [], groups: [id] }],
    egress: [{ ...everything, cidrs: v6 ? ["0.0.0.0/0", "::/0"] : ["0.0.0.0/0"], groups: [] }],
    tags: {},
  };
}
