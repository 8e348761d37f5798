import { type Estate, get, list, need, type PartName, parseEstate, toWire } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { countsOf, only, reasonOf, testdata } from "../__fixtures__/folder.ts";
import { loadSnapshot } from "../load-snapshot.ts";

const snapshot = (name: string) => loadSnapshot({ kind: "folder", dir: testdata(name) });

describe("a flat folder with a load balancer", () => {
  const { estate, report } = snapshot("test-load-balancer");

  test("has what its files list", () => {
    expect(countsOf(estate)).toEqual({
      regions: 1,
      vpcs: 1,
      subnets: 3,
      route_tables: 2,
      internet_gateways: 1,
      network_acls: 1,
      security_groups: 3,
      interfaces: 5,
      instances: 3,
      load_balancers: 1,
      target_groups: 1,
      prefix_lists: 2,
    });
    expect(report.regions).toEqual(["us-east-2"]);
    expect(report.accounts).toEqual(["554773406868"]);
    expect(report.dangling).toEqual([]);
  });

  test("finds a load balancer's nodes by the descriptions of its interfaces", () => {
    const balancer = only(estate, "load_balancers");
    expect(balancer).toMatchObject({
      id: "net/test-lb/725b996cb6be8fba",
      type: "network",
      scheme: "internal",
      cross_zone: true,
    });
    expect(balancer.nodes).toEqual([
      {
        zone: "us-east-2a",
        subnet: "subnet-0873d71031a560a88",
        interface: "eni-0c82d6f7254ae6695",
        addresses: ["10.1.20.123"],
      },
      {
        zone: "us-east-2b",
        subnet: "subnet-090fe152cd18ced20",
        interface: "eni-01f261dccaba46564",
        addresses: ["10.1.1.237"],
      },
    ]);
    expect(balancer.listeners).toEqual([
      { port: 80, protocol: "TCP", targets: [], target_groups: ["targetgroup/test-lb-tg/8e891d8fcdf8ece8"] },
    ]);
    expect(only(estate, "target_groups").targets.map(({ id, port }) => `${id}:${port}`)).toContain(
      "i-0f4af951d61a19245:22",
    );
  });

  test("leaves out groups that no listener leads to and nobody asked about, and says so", () => {
    const left = report.findings.filter(({ code }) => code === "resource_left_out");
    expect(left.map(({ path }) => path)).toEqual(["$.TargetGroups[0]", "$.TargetGroups[1]", "$.TargetGroups[2]"]);
  });
});

describe("a Transit Gateway", () => {
  const { estate } = snapshot("test-transit-gateway");

  test("has its attachments with the zones' subnets, associations and propagations", () => {
    expect(need(estate, "transit_gateway_attachments", "tgw-attach-07f5ec59e9f540021")).toEqual({
      id: "tgw-attach-07f5ec59e9f540021",
      transit_gateway: "tgw-044be4464fcc69aff",
      type: "vpc",
      resource: "vpc-0404e08ceddf7f650",
      region: "us-east-2",
      account: "554773406868",
      state: "available",
      route_table: "tgw-rtb-0fa40c8df355dce6e",
      subnets: ["subnet-006a19c846f047bd7"],
      ipv6: false,
      tags: { Name: "tgw-vpcA" },
    });
    expect(get(estate, "transit_gateway_attachments", "tgw-attach-0d724909ecd7a5961")).toMatchObject({
      type: "vpn",
      state: "deleted",
      route_table: null,
    });
    expect(only(estate, "transit_gateway_route_tables")).toMatchObject({
      propagations: ["tgw-attach-07f5ec59e9f540021", "tgw-attach-0ae2696617bb06fb4"],
      routes: [],
      complete: false,
    });
  });

  test("subnets without an association have the main table and the default network ACL of their VPC (R5)", () => {
    expect(need(estate, "subnets", "subnet-0b5b8ddd5a69fcfcd")).toMatchObject({
      zone: "us-east-2a",
      cidr: "10.10.20.0/24",
      route_table: "rtb-0891861fffaea6d52",
    });
    expect(need(estate, "route_tables", "rtb-017c36290c9baf017")).toMatchObject({
      main: true,
      routes: [
        { destination: "192.168.0.0/16", target: { type: "local", id: "local" } },
        { destination: "10.10.0.0/16", target: { type: "transit-gateway", id: "tgw-044be4464fcc69aff" } },
        { destination: "0.0.0.0/0", target: { type: "internet-gateway", id: "igw-0a4895a3c58cac8cb" } },
      ],
    });
  });
});

describe("two regions", () => {
  const { estate, report } = snapshot("hybrid-cloud");

  test("are one estate, each thing in its region", () => {
    expect(countsOf(estate)).toMatchObject({
      regions: 2,
      vpcs: 4,
      subnets: 8,
      route_tables: 4,
      network_acls: 4,
      security_groups: 8,
      interfaces: 8,
      instances: 4,
      internet_gateways: 2,
      nat_gateways: 0,
      transit_gateways: 2,
      transit_gateway_attachments: 8,
      transit_gateway_route_tables: 2,
      vpn_connections: 2,
      peerings: 0,
    });
    expect(list(estate, "vpcs").map(({ region }) => region)).toEqual([
      "us-east-2",
      "us-east-2",
      "us-west-2",
      "us-west-2",
    ]);
    expect(report.findings).toEqual([]);
  });

  test("both ends of a Transit Gateway peering are there, each at its gateway", () => {
    const peering = "tgw-attach-0cc6cf6a578b754e3";
    for (const [own, other] of [
      ["tgw-06b348adabd13452d", "tgw-0888a76c8a371246d"],
      ["tgw-0888a76c8a371246d", "tgw-06b348adabd13452d"],
    ] as const) {
      expect(need(estate, "transit_gateway_attachments", `${peering}@${own}`)).toMatchObject({
        transit_gateway: own,
        resource: other,
        type: "peering",
      });
    }
  });

  test("says which calls would complete it", () => {
    expect(reasonOf(estate, "attachments")).toBe("no answer of `aws networkmanager list-attachments` in the snapshot");
    expect(report.missing).toContainEqual({
      call: "ec2 describe-vpc-block-public-access-options",
      part: "vpcs",
      where: [],
      references: 8,
    });
  });
});

test.each(["test-load-balancer", "test-transit-gateway", "hybrid-cloud", "aws-raw"])(
  "%s survives its own JSON",
  (name) => {
    const { estate } = snapshot(name);
    const wire = toWire(estate);
    expect(toWire(parseEstate(JSON.parse(JSON.stringify(wire))))).toEqual(wire);
  },
);

test("exactly the files that are named are read", () => {
  const files = ["Vpcs.json", "Subnets.json"];
  const { estate, report } = loadSnapshot({ kind: "folder", dir: testdata("test-load-balancer"), files });
  expect(report.files).toBe(2);
  expect(countsOf(estate)).toEqual({ regions: 1, vpcs: 1, subnets: 3 });
  expect(reasonOf(estate, "network_acls")).toBe("no answer of `aws ec2 describe-network-acls` in the snapshot");
  expect(list(estate, "subnets")[0]).toMatchObject({ route_table: "unknown", network_acl: "unknown" });
});

test("answers as the API gives them, with ids in the names of files, are the network that Terraform says it made", () => {
  const raw = snapshot("aws-raw").estate;
  const { estate } = loadSnapshot({ kind: "file", path: testdata("terraform/terraform.tfstate") });
  const parts = [
    "vpcs",
    "subnets",
    "instances",
    "internet_gateways",
    "endpoints",
    "target_groups",
    "transit_gateways",
    "transit_gateway_attachments",
    "transit_gateway_route_tables",
  ] as const;
  const resources = (one: Estate, part: PartName) => [...list(one, part)].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const part of parts) expect(resources(raw, part), part).toEqual(resources(estate, part));
});
