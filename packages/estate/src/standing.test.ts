import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { applyChanges } from "./changes.ts";
import type { Estate } from "./estate.ts";
import { list, need } from "./parts.ts";
import type { PartName, Resource } from "./resources.ts";
import { segmentNames } from "./segment-names.ts";
import { complianceOf, environmentOf, environmentOfSegment, residencyOf } from "./standing.ts";
import { segmentOfDatabase, segmentOfInstance, segmentOfInterface, segmentsOf } from "./whereabouts.ts";

const estate = companyWan();

function named<P extends PartName>(part: P, name: string): { part: P; id: string } {
  const found = list(estate, part).find((each) => "tags" in each && each.tags["Name"] === name);
  if (!found) throw new TypeError(`the sample has no ${name}`);
  return { part, id: found.id };
}

function retagged(part: "instances" | "vpcs", id: string, tags: Record<string, string>): Estate {
  const before: Resource = need(estate, part, id);
  const change = { part, id, before, after: { ...before, tags } };
  return applyChanges(estate, [change as Parameters<typeof applyChanges>[1][number]], { serial: 2, time: estate.time });
}

const web = named("instances", "web-eu-web-1");
const dev = named("instances", "dev-us-dev-1");
const devVpc = need(estate, "instances", dev.id).vpc;

describe("environmentOf", () => {
  test.each([
    [web, "production"],
    [dev, "non-production"],
    [named("interfaces", "web-eu-web-1"), "production"],
    [named("vpcs", "test-us"), "non-production"],
    [named("attachments", "staging-us"), "non-production"],
    [{ part: "scaling_groups", id: "render-fleet" }, "non-production"],
    [{ part: "databases", id: "cards" }, "production"],
    [named("flow_logs", "dev-us"), "non-production"],
    [named("nat_gateways", "web-eu"), "production"],
    [{ part: "roles", id: "trias-executor" }, "unknown"],
  ] as const)("%j is %s", (ref, expected) => {
    expect(environmentOf(estate, ref)).toBe(expected);
  });

  test("a tag nearer by can't take a resource out of production", () => {
    expect(environmentOf(retagged("instances", web.id, { environment: "non-production" }), web)).toBe("production");
    expect(environmentOf(retagged("instances", dev.id, { environment: "production" }), dev)).toBe("production");
  });

  test("a word that isn't understood is not taken for non-production", () => {
    expect(environmentOf(retagged("vpcs", devVpc, { environment: "Prod" }), named("vpcs", "dev-us"))).toBe("unknown");
  });

  test("what can't be read leaves it unknown, unless something says production", () => {
    const blind: Estate = { ...estate, parts: { ...estate.parts, vpcs: { status: "unknown", reason: "no access" } } };
    expect(environmentOf(blind, dev)).toBe("unknown");
    expect(environmentOf(blind, web)).toBe("production");
  });

  test.each([
    ["prod-pci", "production"],
    ["prodpci", "production"],
    ["nonprod-dev", "non-production"],
    ["shared-services", "production"],
    ["hybrid", "production"],
    ["prod-new", "production"],
    ["elsewhere", "unknown"],
  ])("segment %s is %s", (name, expected) => {
    expect(environmentOfSegment(estate, name)).toBe(expected);
  });
});

describe("segments", () => {
  test("answer to both spellings, whatever the hyphens and case", () => {
    const names = segmentNames(estate);
    for (const spelling of ["prod-general", "prodgeneral", "Prod-General"]) {
      expect(names.resolve(spelling)).toMatchObject({ policy: "prodgeneral", estate: "prod-general" });
    }
    expect(names.resolve("prod-generals")).toBeNull();
    expect(names.estateName("nonproddev")).toBe("nonprod-dev");
    expect(names.policyName("nonprod-dev")).toBe("nonproddev");
  });

  test("are found from what lies in them", () => {
    expect(segmentOfInstance(estate, web.id)).toBe("prod-general");
    expect(segmentOfInterface(estate, named("interfaces", "test-us-render-1").id)).toBe("nonprod-test");
    expect(segmentOfDatabase(estate, "customers-eu")).toBe("prod-eu");
    expect(segmentsOf(estate, named("attachments", "dublin-office"))).toEqual(["hybrid"]);
    expect(segmentsOf(estate, { part: "scaling_groups", id: "render-fleet" })).toEqual(["nonprod-test"]);
  });
});

test("compliance and residency come from the VPC too", () => {
  expect(complianceOf(estate, { part: "databases", id: "cards" })).toEqual(["pci"]);
  expect(complianceOf(estate, named("interfaces", "payments-eu-vault-1"))).toEqual(["pci"]);
  expect(complianceOf(retagged("instances", web.id, { compliance: "SOC2, pci,<b>" }), web)).toEqual(["pci", "soc2"]);
  expect(residencyOf(estate, { part: "databases", id: "customers-eu" })).toBe("eu");
  expect(residencyOf(estate, named("interfaces", "customers-eu-customers-1"))).toBe("eu");
  expect(residencyOf(estate, { part: "databases", id: "orders-us" })).toBeNull();
});
