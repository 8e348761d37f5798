import { NETWORK_ACLS, SECURITY_GROUPS } from "../aws/calls/filters.ts";
import { ROUTE_TABLES, VPCS } from "../aws/calls/vpc.ts";
import type { Findings } from "../report/finding.ts";
import { type Item, listIn, type TerraformNetwork } from "./network.ts";
import type { Values } from "./resource.ts";

/**
 * What AWS makes with every VPC and Terraform need not manage: the main route table, the default network ACL and the default
 * group, each as AWS makes it; and the local routes of all tables (R4), which Terraform does not list.
 */
export function completeVpcs(network: TerraformNetwork, findings: Findings, file: string): void {
  for (const { item, values } of network.each(VPCS)) {
    const id = String(item["VpcId"]);
    const assumed = [
      mainTable(network, values, id),
      defaultAcl(network, values, id, listIn(item, "Ipv6CidrBlockAssociationSet").length > 0),
      defaultGroup(network, values, id),
    ].filter((what) => what !== null);
    if (assumed.length > 0) {
      const message = `${assumed.join(", ")} of ${values.address} are not managed here: taken as AWS makes them`;
      findings.add({ code: "assumed", severity: "warning", message, file, path: values.address });
    }
  }
  const blocks = new Map(network.each(VPCS).map(({ item }) => [item["VpcId"], localRoutes(item)]));
  for (const { item } of network.each(ROUTE_TABLES)) {
    const routes = listIn(item, "Routes");
    const given = new Set(routes.map(destinationOf));
    // A local route whose target was replaced stands among the table's own (R3).
    item["Routes"] = [...(blocks.get(item["VpcId"]) ?? []).filter((one) => !given.has(destinationOf(one))), ...routes];
  }
}

function destinationOf(route: Item): unknown {
  return route["DestinationCidrBlock"] ?? route["DestinationIpv6CidrBlock"] ?? route["DestinationPrefixListId"];
}

function localRoutes(vpc: Item): Item[] {
  const local = { GatewayId: "local", State: "active" };
  return [
    ...listIn(vpc, "CidrBlockAssociationSet").map(({ CidrBlock }) => ({ ...local, DestinationCidrBlock: CidrBlock })),
    ...listIn(vpc, "Ipv6CidrBlockAssociationSet").map(({ Ipv6CidrBlock }) => ({
      ...local,
      DestinationIpv6CidrBlock: Ipv6CidrBlock,
    })),
  ];
}

function mainTable(network: TerraformNetwork, values: Values, vpc: string): string | null {
  const tables = network.each(ROUTE_TABLES).filter(({ item }) => item["VpcId"] === vpc);
  if (tables.some(({ item }) => listIn(item, "Associations").some(({ Main }) => Main === true))) return null;
  const id = values.maybeText("main_route_table_id") ?? `${values.address}/main`;
  const managed = tables.find(({ item }) => item["RouteTableId"] === id);
  if (managed !== undefined) {
    managed.item["Associations"] = [...listIn(managed.item, "Associations"), { Main: true }];
    return null;
  }
  const item = { RouteTableId: id, VpcId: vpc, Associations: [{ Main: true }], Routes: [] };
  network.put(ROUTE_TABLES, id, values, item);
  return "the main route table";
}

function defaultAcl(network: TerraformNetwork, values: Values, vpc: string, ipv6: boolean): string | null {
  const acls = network.each(NETWORK_ACLS).filter(({ item }) => item["VpcId"] === vpc);
  if (acls.some(({ item }) => item["IsDefault"] === true)) return null;
  const id = values.maybeText("default_network_acl_id") ?? `${values.address}/default-acl`;
  const entries = [false, true].flatMap((Egress) =>
    [{ CidrBlock: "0.0.0.0/0" }, ...(ipv6 ? [{ Ipv6CidrBlock: "::/0" }] : [])].map((block, i) => ({
      RuleNumber: 100 + i,
      Egress,
      Protocol: "-1",
      RuleAction: "allow",
      ...block,
    })),
  );
  network.put(NETWORK_ACLS, id, values, { NetworkAclId: id, VpcId: vpc, IsDefault: true, Entries: entries });
  return "the default network ACL";
}

function defaultGroup(network: TerraformNetwork, values: Values, vpc: string): string | null {
  const id = values.maybeText("default_security_group_id") ?? `${values.address}/default-group`;
  if (network.has(SECURITY_GROUPS, id)) return null;
  network.put(SECURITY_GROUPS, id, values, {
    GroupId: id,
    GroupName: "default",
    Description: "default VPC security group",
    VpcId: vpc,
    IpPermissions: [{ IpProtocol: "-1", UserIdGroupPairs: [{ GroupId: id }] }],
    IpPermissionsEgress: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
  return "the default security group";
}
