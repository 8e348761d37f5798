import { readFileSync } from "node:fs";
import { canonicalJson } from "@trias/core";
import { describe, expect, test } from "vitest";
import { companyWan, companyWanDescription } from "../__fixtures__/company-wan.ts";
import { dangling } from "../dangling.ts";
import { list, need } from "../parts.ts";
import { segmentNames } from "../segment-names.ts";
import { environmentOf } from "../standing.ts";
import { segmentOfInstance, segmentsOf } from "../whereabouts.ts";
import { toWire } from "../wire.ts";
import { generateEstate } from "./generate.ts";
import { generateLargeEstate } from "./large.ts";

const estate = companyWan();

describe("the sample company WAN", () => {
  test("is the same every time, and nothing in it leads nowhere", () => {
    expect(canonicalJson(toWire(generateEstate(companyWanDescription())))).toBe(canonicalJson(toWire(estate)));
    expect(dangling(estate)).toEqual([]);
  });

  test("has exactly the segments that the scenarios speak of", () => {
    expect(segmentNames(estate).all.map((name) => name.estate)).toEqual([
      "prod-general",
      "prod-api",
      "prod-data",
      "prod-pci",
      "prod-eu",
      "nonprod-dev",
      "nonprod-test",
      "nonprod-staging",
      "shared-services",
      "b2b-vendors",
      "b2b-partners",
      "hybrid",
      "security",
    ]);
  });

  test("has the fleet whose doubling costs 2,850.53 USD a month", () => {
    const fleet = need(estate, "scaling_groups", "render-fleet");
    expect(fleet).toMatchObject({ instance_type: "m7g.large", volume_gib: 30, desired: 46, min: 0, max: 200 });
    expect(segmentsOf(estate, { part: "scaling_groups", id: fleet.id })).toEqual(["nonprod-test"]);
    expect(list(estate, "instances").filter((each) => each.scaling_group === fleet.id)).toHaveLength(46);
  });

  test("has address pools of both environments in every region, and none has a VPC of the other", () => {
    for (const { id } of list(estate, "regions")) {
      const pools = list(estate, "ipam_pools").filter(({ region }) => region === id);
      expect(pools.map(({ tags }) => tags["environment"]).sort()).toEqual(["non-production", "production"]);
    }
  });

  test("does not take a description that contradicts itself", () => {
    const description = companyWanDescription() as { vpcs: { segment?: string; cidr: string }[] };
    const [, , , vpc] = description.vpcs;
    if (vpc) vpc.segment = "prod-nowhere";
    expect(() => generateEstate(description)).toThrow(expect.objectContaining({ code: "sample_malformed" }));
  });
});

describe("the crypto-mining finding", () => {
  const file = new URL("../../../../examples/events/guardduty-crypto-mining.json", import.meta.url);
  const { detail } = JSON.parse(readFileSync(file, "utf8"));
  const { instanceId, networkInterfaces } = detail.resource.instanceDetails;

  test("is about a running, private production instance of the sample, with neighbours in its group", () => {
    const instance = need(estate, "instances", instanceId);
    const own = need(estate, "interfaces", instance.interfaces[0] ?? "");
    expect(instance.state).toBe("running");
    expect(own.public_ip).toBeNull();
    expect(environmentOf(estate, { part: "instances", id: instanceId })).toBe("production");
    expect(segmentOfInstance(estate, instanceId)).toBe("prod-general");
    expect(list(estate, "interfaces").filter(({ groups }) => groups[0] === own.groups[0]).length).toBeGreaterThan(2);
    expect(networkInterfaces).toMatchObject([
      {
        networkInterfaceId: own.id,
        privateIpAddress: own.private_ip,
        subnetId: own.subnet,
        vpcId: own.vpc,
        securityGroups: own.groups.map((groupId) => ({ groupId })),
      },
    ]);
    expect(detail).toMatchObject({ accountId: instance.account, region: instance.region });
  });

  test("is not one of AWS's samples", () => {
    expect(JSON.stringify(detail)).not.toMatch(/sample/i);
  });
});

test("the large estate has as many instances as asked for, each with an interface, and no overlapping VPCs", () => {
  const large = generateLargeEstate({ instances: 2_005, seed: 7 });
  expect(list(large, "instances")).toHaveLength(2_005);
  expect(list(large, "interfaces")).toHaveLength(2_005);
  expect(list(large, "instances").every(({ state }) => state === "running")).toBe(true);
  const cidrs = list(large, "vpcs").flatMap((vpc) => vpc.cidrs);
  expect(new Set(cidrs).size).toBe(cidrs.length);
  expect(dangling(large)).toEqual([]);
  expect(generateLargeEstate({ instances: 40, seed: 8 }).lineage).not.toBe(large.lineage);
});
