import { get, list, need } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { countsOf, folderOf, only, reasonOf, testdata } from "../__fixtures__/folder.ts";
import { loadSnapshot } from "../load-snapshot.ts";

const file = (name: string) => loadSnapshot({ kind: "file", path: testdata(`terraform/${name}`) });

/** A state as `terraform show -json` gives it, with these resources. */
function state(...resources: { type: string; values: object }[]) {
  const all = resources.map(({ type, values }, i) => ({
    address: `${type}.r${i}`,
    mode: "managed",
    type,
    name: `r${i}`,
    values,
  }));
  const dir = folderOf({
    "state.json": { format_version: "1.0", terraform_version: "1.11.4", values: { root_module: { resources: all } } },
  });
  return loadSnapshot({ kind: "file", path: `${dir}/state.json`, region: "eu-west-1", account: "111122223333" });
}

describe("a state", () => {
  test("is the network that it manages, as kept and as shown", () => {
    const shown = file("state.json");
    expect(shown.report.kind).toBe("terraform-state");
    expect(countsOf(shown.estate)).toEqual({
      regions: 1,
      vpcs: 2,
      subnets: 4,
      // Public, private, and the main tables of two VPCs.
      route_tables: 4,
      internet_gateways: 1,
      nat_gateways: 1,
      network_acls: 3,
      security_groups: 4,
      interfaces: 3,
      instances: 1,
      load_balancers: 1,
      target_groups: 1,
      prefix_lists: 2,
      transit_gateways: 1,
      transit_gateway_attachments: 2,
      transit_gateway_route_tables: 1,
      peerings: 1,
      endpoints: 1,
    });
    expect(countsOf(file("terraform.tfstate").estate)).toEqual(countsOf(shown.estate));
    expect(shown.report.dangling).toEqual([]);
    expect(reasonOf(shown.estate, "vpn_gateways")).toContain("whether there are others it does not say");
  });

  test("puts routes, rules and entries of their own where they belong, once", () => {
    const { estate } = file("state.json");
    const app = list(estate, "security_groups").find(({ name }) => name === "app");
    expect(app?.ingress).toHaveLength(1);
    expect(app?.egress).toEqual([
      {
        protocol: "-1",
        from_port: null,
        to_port: null,
        cidrs: ["10.0.0.0/8"],
        groups: [],
        prefix_lists: [],
        description: "",
      },
    ]);
    const acl = list(estate, "network_acls").find((one) => !one.default);
    expect(acl?.entries.map(({ number, egress, protocol }) => `${number} ${egress} ${protocol}`)).toEqual([
      "100 false 6",
      "100 true -1",
    ]);
  });
});

describe("a plan", () => {
  const { estate, report } = file("plan.json");

  test("is the network as it will be, what is to be created under its address", () => {
    expect(report).toMatchObject({ kind: "terraform-plan", regions: ["eu-west-1"], accounts: ["123456789012"] });
    expect(get(estate, "vpcs", "aws_vpc.main")?.cidrs).toEqual(["10.0.0.0/16", "10.8.0.0/16"]);
    expect(need(estate, "subnets", "aws_subnet.public")).toMatchObject({
      vpc: "aws_vpc.main",
      route_table: "aws_route_table.public",
      network_acl: "aws_network_acl.public",
    });
    expect(need(estate, "route_tables", "aws_route_table.public").routes).toEqual([
      { destination: "10.0.0.0/16", target: { type: "local", id: "local" } },
      { destination: "10.8.0.0/16", target: { type: "local", id: "local" } },
      { destination: "0.0.0.0/0", target: { type: "internet-gateway", id: "aws_internet_gateway.gw" } },
      { destination: "10.1.0.0/16", target: { type: "transit-gateway", id: "aws_ec2_transit_gateway.hub" } },
    ]);
    expect(need(estate, "subnets", "aws_subnet.other")).toMatchObject({
      route_table: "aws_vpc.other/main",
      network_acl: "aws_vpc.other/default-acl",
    });
    // The addresses of S3 are AWS's own and not asked for yet.
    expect(report.dangling.map(({ id, wanted }) => `${id} ${wanted.id}`)).toEqual([
      "module.tier.aws_route_table.private pl-aws-vpc-endpoint-s3",
    ]);
  });

  test("follows modules, their outputs and counts, and says what it took to go together", () => {
    expect(need(estate, "subnets", "module.tier.aws_subnet.private[1]").route_table).toBe(
      "module.tier.aws_route_table.private",
    );
    expect(need(estate, "transit_gateway_attachments", "aws_ec2_transit_gateway_vpc_attachment.main")).toMatchObject({
      subnets: ["module.tier.aws_subnet.private[0]", "module.tier.aws_subnet.private[1]"],
      route_table: "aws_ec2_transit_gateway.hub/default",
    });
    expect(only(estate, "transit_gateway_route_tables").propagations).toEqual([
      "aws_ec2_transit_gateway_vpc_attachment.main",
      "aws_ec2_transit_gateway_vpc_attachment.other",
    ]);
    expect(report.findings.map(({ message }) => message)).toContain(
      "module.tier.aws_route_table_association.private[1] is taken to go with module.tier.aws_subnet.private[1]",
    );
  });

  test("what is known after the apply only is told, and its part is unknown", () => {
    expect(reasonOf(estate, "interfaces")).toContain("aws_instance.web: `private_ip` is known after the apply only");
    expect(reasonOf(estate, "nat_gateways")).toContain("`public_ip` is known after the apply only");
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: "value_unknown", path: "aws_instance.web", file: "plan.json" }),
    );
    expect(only(estate, "instances").interfaces).toEqual(["aws_instance.web/interface"]);
  });
});

test("Cloud WAN, peering, firewall, VPN and Direct Connect of a state", () => {
  const core = "core-network-1";
  const document = { version: "2021.12", "core-network-configuration": {}, segments: [{ name: "prod" }] };
  const { estate, report } = state(
    {
      type: "aws_networkmanager_core_network",
      values: { id: core, arn: `arn:aws:networkmanager::111122223333:core-network/${core}`, state: "AVAILABLE" },
    },
    {
      type: "aws_networkmanager_core_network_policy_attachment",
      values: { core_network_id: core, policy_document: JSON.stringify(document) },
    },
    {
      type: "aws_networkmanager_vpc_attachment",
      values: {
        id: "attachment-1",
        core_network_id: core,
        vpc_arn: "arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1",
        subnet_arns: ["arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1"],
        segment_name: "prod",
        edge_location: "eu-west-1",
        options: [{ appliance_mode_support: true, ipv6_support: false }],
      },
    },
    { type: "aws_vpn_gateway", values: { id: "vgw-1", vpc_id: "vpc-1", amazon_side_asn: "64512" } },
    {
      type: "aws_vpn_connection",
      values: { id: "vpn-1", customer_gateway_id: "cgw-1", vpn_gateway_id: "vgw-1", static_routes_only: true },
    },
    {
      type: "aws_vpn_connection_route",
      values: { vpn_connection_id: "vpn-1", destination_cidr_block: "192.168.0.0/16" },
    },
    { type: "aws_dx_gateway", values: { id: "dx-1", amazon_side_asn: "64600", owner_account_id: "111122223333" } },
    {
      type: "aws_dx_gateway_association",
      values: { id: "a", dx_gateway_id: "dx-1", associated_gateway_id: "vgw-1", allowed_prefixes: ["10.0.0.0/16"] },
    },
    {
      type: "aws_networkfirewall_rule_group",
      values: {
        arn: "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g",
        id: "arn:aws:network-firewall:eu-west-1:111122223333:stateful-rulegroup/g",
        name: "g",
        type: "STATEFUL",
        capacity: 10,
        rule_group: [{ rules_source: [{ rules_string: "# why\npass tcp any any -> any 443 (sid:1;)\n" }] }],
      },
    },
    { type: "aws_elb", values: {} },
    { type: "aws_s3_bucket", values: {} },
  );
  expect(only(estate, "core_networks")).toMatchObject({ id: core, policy: document });
  expect(only(estate, "attachments")).toMatchObject({
    resource: "vpc-1",
    subnets: ["subnet-1"],
    appliance_mode: true,
    segment: "prod",
  });
  expect(only(estate, "vpn_connections")).toMatchObject({
    gateway: "vgw-1",
    static_only: true,
    routes: ["192.168.0.0/16"],
  });
  expect(only(estate, "direct_connect_gateways").associations).toEqual([
    { gateway: "vgw-1", state: "associated", allowed: ["10.0.0.0/16"] },
  ]);
  expect(report.findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`)).toEqual(
    expect.arrayContaining(["not_modelled warning aws_elb.r9", "resource_left_out note aws_s3_bucket.r10"]),
  );
});

describe("bad input", () => {
  test("a route of a table that Terraform does not have makes tables unknown", () => {
    const { estate } = state({
      type: "aws_route",
      values: { route_table_id: "rtb-other", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" },
    });
    expect(reasonOf(estate, "route_tables")).toContain(
      "is a part of `rtb-other`, whose other parts Terraform does not have",
    );
  });

  test("a value of the wrong type makes its part unknown", () => {
    const { estate, report } = state({ type: "aws_vpc", values: { id: "vpc-1", cidr_block: ["10.0.0.0/16"] } });
    expect(estate.parts.vpcs.status).toBe("unknown");
    expect(report.findings.some(({ severity }) => severity === "error")).toBe(true);
  });

  test.each([
    ["not-json", "source_unreadable"],
    ["[1]", "source_unrecognised"],
    ['{"hello": 1}', "source_unrecognised"],
    [
      '{"format_version": "1.0", "planned_values": {"root_module": {"resources": [{"address": 7}]}}}',
      "source_unreadable",
    ],
    ['{"version": 3, "terraform_version": "0.11", "resources": []}', "source_unreadable"],
    ['{"schema": "trias.estate/1"}', "source_unreadable"],
  ])("%s is refused with a reason", (text, code) => {
    const dir = folderOf({ "x.json": text });
    expect(() => loadSnapshot({ kind: "file", path: `${dir}/x.json` })).toThrow(expect.objectContaining({ code }));
  });

  test("an estate with a fault in a part keeps the others", () => {
    const part = (resources: unknown[]) => ({
      status: "known",
      serial: 1,
      time: "2026-01-01T00:00:00.000Z",
      resources,
    });
    const parts = { vpcs: part([{ id: "vpc-1" }]), prefix_lists: part([]), wonders: part([]) };
    const dir = folderOf({
      "e.json": {
        schema: "trias.estate/1",
        lineage: "0".repeat(32),
        serial: 1,
        time: "2026-01-01T00:00:00.000Z",
        parts,
      },
    });
    const { estate, report } = loadSnapshot({ kind: "file", path: `${dir}/e.json` });
    expect(countsOf(estate)).toEqual({ prefix_lists: 0 });
    expect(reasonOf(estate, "vpcs")).toContain("`vpc-1` does not have the expected form");
    expect(report.findings.map(({ code }) => code)).toEqual(["key_unknown", "resource_malformed"]);
  });
});
