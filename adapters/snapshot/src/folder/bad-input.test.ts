import { list } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { countsOf, folderOf, load, only, reasonOf, SUBNET, VPC } from "../__fixtures__/folder.ts";
import { loadSnapshot } from "../load-snapshot.ts";

const codes = (loaded: ReturnType<typeof load>) => loaded.report.findings.map(({ code }) => code);

describe("layouts", () => {
  test("accounts and regions come from folders, and a part that one of them lacks is unknown and says which", () => {
    const { estate, report } = load({
      "aws_configs/accounts/111122223333/eu-west-1/a.json": { Vpcs: [VPC], Subnets: [SUBNET] },
      "aws_configs/accounts/444455556666/us-east-1/b.json": {
        Vpcs: [{ ...VPC, VpcId: "vpc-2", OwnerId: "444455556666" }],
      },
      "notes.json": { Vpcs: "this is outside of aws_configs" },
    });
    expect(report.accounts).toEqual(["111122223333", "444455556666"]);
    expect(list(estate, "vpcs").map(({ region, account }) => `${account}/${region}`)).toEqual([
      "111122223333/eu-west-1",
      "444455556666/us-east-1",
    ]);
    expect(reasonOf(estate, "subnets")).toBe(
      "no answer of `aws ec2 describe-subnets` in the snapshot for us-east-1 of account 444455556666",
    );
  });

  test("what Network Manager answers in a region of its own asks for nothing else there", () => {
    const { estate, report } = load({ "eu-west-1/a.json": { Vpcs: [VPC] }, "us-west-2/b.json": { Attachments: [] } });
    expect(report.regions).toEqual(["eu-west-1"]);
    expect(countsOf(estate)).toEqual({ regions: 1, vpcs: 1, attachments: 0 });
  });

  test("an empty list is known and empty", () => {
    const { estate } = load({ "eu-west-1/a.json": { Vpcs: [] }, "eu-west-1/b.json": { NatGateways: [] } });
    expect(countsOf(estate)).toEqual({ regions: 1, vpcs: 0, nat_gateways: 0 });
  });

  test("without a region anywhere what needs one is unknown, and an option gives it", () => {
    const dir = folderOf({ "vpcs.json": { Vpcs: [VPC] } });
    expect(reasonOf(loadSnapshot({ kind: "folder", dir }).estate, "vpcs")).toContain(
      "nothing says in which region `vpc-1` is",
    );
    const { estate } = loadSnapshot({ kind: "folder", dir, region: "eu-west-1" });
    expect(only(estate, "vpcs")).toMatchObject({ region: "eu-west-1", account: "111122223333" });
  });

  test("pages are put together; where every page says that another follows, the part is unknown", () => {
    const other = { ...VPC, VpcId: "vpc-2" };
    const whole = load({ "eu-west-1/1.json": { Vpcs: [VPC], NextToken: "x" }, "eu-west-1/2.json": { Vpcs: [other] } });
    expect(countsOf(whole.estate)["vpcs"]).toBe(2);
    const cut = load({
      "eu-west-1/1.json": { Vpcs: [VPC], NextToken: "x" },
      "eu-west-1/2.json": { Vpcs: [other], NextToken: "y" },
    });
    expect(reasonOf(cut.estate, "vpcs")).toContain("goes on and its rest is missing");
    expect(codes(cut)).toContain("answer_incomplete");
  });

  test("a byte order mark or UTF-16, as some shells write them, is no fault", () => {
    const text = JSON.stringify({ Vpcs: [VPC] });
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
    for (const content of [`\ufeff${text}`, utf16]) {
      expect(countsOf(load({ "eu-west-1/a.json": content }).estate)["vpcs"]).toBe(1);
    }
  });
});

describe("bad input", () => {
  test.each([1, 20, 60, 100])("a file cut after %i characters makes its part unknown and no other", (length) => {
    const text = JSON.stringify({ Vpcs: [VPC, { ...VPC, VpcId: "vpc-2", Tags: [] }], More: [] });
    const loaded = load({ "eu-west-1/a.json": text.slice(0, length), "eu-west-1/b.json": { Subnets: [SUBNET] } });
    expect(codes(loaded)).toContain("file_truncated");
    expect(reasonOf(loaded.estate, "vpcs")).toMatch(length > 10 ? /a\.json: no whole JSON/ : /no answer of/);
    expect(countsOf(loaded.estate)["subnets"]).toBe(1);
  });

  test.each([
    ["a string for a list", { Vpcs: "none" }, "$.Vpcs"],
    ["null for a list", { Vpcs: null }, "$.Vpcs"],
    ["a number for a thing", { Vpcs: [VPC, 7] }, "$.Vpcs[1]"],
    ["no id", { Vpcs: [{ CidrBlock: "10.0.0.0/16" }] }, "$.Vpcs[0].VpcId"],
    ["a number for an id", { Vpcs: [{ ...VPC, VpcId: 7 }] }, "$.Vpcs[0].VpcId"],
  ])("%s is told with file and path, and the part is unknown", (_, json, path) => {
    const { estate, report } = load({ "eu-west-1/a.json": json });
    expect(report.findings).toContainEqual(
      expect.objectContaining({ severity: "error", file: "eu-west-1/a.json", path }),
    );
    expect(reasonOf(estate, "vpcs")).toContain(path);
  });

  test("a block that is none is told with the thing", () => {
    const { estate, report } = load({ "eu-west-1/a.json": { Vpcs: [{ ...VPC, CidrBlock: "10.0.0.0/77" }] } });
    expect(reasonOf(estate, "vpcs")).toContain("vpcs `vpc-1`");
    expect(report.findings).toContainEqual(expect.objectContaining({ code: "resource_malformed" }));
  });

  test("a thing that occurs twice alike is one; where it differs in one place, the part is unknown", () => {
    const twice = load({ "eu-west-1/a.json": { Vpcs: [VPC, VPC] }, "eu-west-1/b.json": { Vpcs: [VPC] } });
    expect(countsOf(twice.estate)["vpcs"]).toBe(1);
    const differs = load({
      "eu-west-1/a.json": { Vpcs: [VPC] },
      "eu-west-1/b.json": { Vpcs: [{ ...VPC, CidrBlock: "10.9.0.0/16" }] },
    });
    expect(reasonOf(differs.estate, "vpcs")).toContain("`vpc-1` occurs twice and differs");
    expect(codes(differs)).toContain("resource_conflict");
  });

  test("what two accounts see is one thing, as its owner sees it", () => {
    const seen = (account: string, Tags: unknown[]) => ({
      [`accounts/${account}/eu-west-1/a.json`]: { Subnets: [{ ...SUBNET, OwnerId: "111122223333", Tags }] },
    });
    const { estate } = load({ ...seen("000000000001", []), ...seen("111122223333", [{ Key: "Name", Value: "own" }]) });
    expect(only(estate, "subnets").tags).toEqual({ Name: "own" });
  });

  test("ids that lead nowhere and blocks that overlap within reach are told", () => {
    const peering = {
      VpcPeeringConnectionId: "pcx-1",
      RequesterVpcInfo: { VpcId: "vpc-1" },
      AccepterVpcInfo: { VpcId: "vpc-2" },
      Status: { Code: "active" },
    };
    const { report } = load({
      "eu-west-1/a.json": {
        Vpcs: [VPC, { ...VPC, VpcId: "vpc-2", CidrBlock: "10.0.128.0/17" }],
        Subnets: [{ ...SUBNET, VpcId: "vpc-gone" }],
        VpcPeeringConnections: [peering],
      },
    });
    expect(report.dangling).toEqual([
      { part: "subnets", id: "subnet-1", path: "vpc", wanted: { part: "vpcs", id: "vpc-gone" } },
    ]);
    expect(report.overlaps).toEqual([
      { a: { vpc: "vpc-1", cidr: "10.0.0.0/16" }, b: { vpc: "vpc-2", cidr: "10.0.128.0/17" }, through: "pcx-1" },
    ]);
  });

  test("what is not known is named: keys, files, and answers that nobody can place", () => {
    const { estate, report } = load({
      "eu-west-1/a.json": { Vpcs: [VPC], Wonders: [1] },
      "eu-west-1/b.json": { hello: "world" },
      "eu-west-1/c.json": [1, 2],
      "eu-west-1/tables.json": {
        TransitGatewayRouteTables: [{ TransitGatewayRouteTableId: "tgw-rtb-1", TransitGatewayId: "tgw-1" }],
      },
      "eu-west-1/routes.json": { Routes: [], AdditionalRoutesAvailable: false },
      "eu-west-1/policy.json": { TransitGatewayPolicyTableEntries: [{}] },
    });
    expect(report.findings.map(({ code, file }) => `${code} ${file}`)).toEqual(
      expect.arrayContaining([
        "key_unknown eu-west-1/a.json",
        "file_unknown eu-west-1/b.json",
        "file_unknown eu-west-1/c.json",
        "id_unknown eu-west-1/routes.json",
        "not_modelled eu-west-1/policy.json",
      ]),
    );
    expect(reasonOf(estate, "transit_gateway_route_tables")).toContain("name the file after it");
  });

  test("a folder that is not there is the one thing that throws", () => {
    expect(() => loadSnapshot({ kind: "folder", dir: "/nowhere/at-all" })).toThrow(
      expect.objectContaining({ code: "source_missing" }),
    );
    expect(load({}).estate.parts.vpcs.status).toBe("unknown");
  });
});
