import { PART_NAMES, type Resource, type ResourceChange, type ResourceOf } from "@trias/estate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { costOfChanges } from "./cost-of-changes.ts";
import { priceOf } from "./price-of.ts";

const place = { region: "us-east-1", account: "111122223333", tags: {} };

function fleet(desired: number, instance_type = "m7g.large"): ResourceOf<"scaling_groups"> {
  return {
    ...place,
    id: "render-fleet",
    subnets: ["subnet-1"],
    instance_type,
    volume_gib: 30,
    min: 0,
    max: 500,
    desired,
  };
}

function scale(
  before: ResourceOf<"scaling_groups"> | null,
  after: ResourceOf<"scaling_groups"> | null,
): ResourceChange {
  return { part: "scaling_groups", id: "render-fleet", before, after };
}

function database(fields: Partial<ResourceOf<"databases">>): ResourceOf<"databases"> {
  return {
    ...place,
    id: "orders",
    engine: "mysql",
    class: "db.t3.large",
    multi_az: true,
    storage_gib: 100,
    vpc: "vpc-1",
    subnets: ["subnet-1"],
    groups: [],
    port: 3306,
    encrypted: true,
    publicly_accessible: false,
    backup_days: 7,
    ...fields,
  };
}

test("doubling the render fleet costs 2,850.53 a month, volumes included", () => {
  const cost = costOfChanges([scale(fleet(46), fleet(92))]);
  expect(cost.monthly_usd_delta).toBe(2850.53);
  expect(cost.monthly_usd_after).toBe(5701.06);
  expect(cost.lines).toMatchObject([
    { monthly_usd_before: 2850.53, monthly_usd_after: 5701.06, prices: ["ec2-m7g.large", "ebs-gp3"] },
  ]);
});

test("several changes of one resource count once, from the first state to the last", () => {
  const cost = costOfChanges([scale(null, fleet(10)), scale(fleet(10), fleet(20)), scale(fleet(20), fleet(46))]);
  expect(cost).toMatchObject({ monthly_usd_delta: 2850.53, monthly_usd_after: 2850.53 });
  expect(cost.lines).toHaveLength(1);
});

test("what has no price makes the whole sum unknown, and is named", () => {
  const cost = costOfChanges([
    scale(null, fleet(1)),
    { part: "databases", id: "orders", before: null, after: database({ class: "db.r6g.large" }) },
  ]);
  expect(cost.monthly_usd_delta).toBeNull();
  expect(cost.monthly_usd_after).toBeNull();
  expect(cost.unpriced).toEqual([
    { part: "databases", id: "orders", reason: "no price for `db.r6g.large` with `mysql`" },
  ]);
});

describe("an unpriced resource", () => {
  const before = database({ class: "db.r6g.large" });
  test("costs nothing more where the change leaves what is billed alone", () => {
    const after = database({ class: "db.r6g.large", tags: { owner: "orders" } });
    expect(costOfChanges([{ part: "databases", id: "orders", before, after }])).toMatchObject({
      monthly_usd_delta: 0,
      unpriced: [],
    });
  });
  test.each([{ multi_az: false }, { storage_gib: 200 }, { engine: "oracle-se2" }, { class: "db.r6g.xlarge" }])(
    "is unknown where %o changes",
    (fields) => {
      const after = database({ class: "db.r6g.large", ...fields });
      expect(costOfChanges([{ part: "databases", id: "orders", before, after }]).monthly_usd_delta).toBeNull();
    },
  );
});

test("there and back costs nothing, and a sum is the sum of its parts to the cent", () => {
  fc.assert(
    fc.property(
      fc.nat(100_000),
      fc.nat(100_000),
      fc.constantFrom("m7g.large", "t3.medium", "g5.xlarge"),
      (a, b, type) => {
        const there = costOfChanges([scale(fleet(a, type), fleet(b, type))]).monthly_usd_delta ?? Number.NaN;
        const back = costOfChanges([scale(fleet(b, type), fleet(a, type))]).monthly_usd_delta ?? Number.NaN;
        expect(there + back).toBe(0);
        expect(
          costOfChanges([scale(fleet(a, type), fleet(b, type)), scale(fleet(b, type), fleet(a, type))])
            .monthly_usd_delta,
        ).toBe(0);
      },
    ),
  );
});

function priced(part: Parameters<typeof priceOf>[0], resource: unknown) {
  return priceOf(part, resource as Resource);
}

describe("monthly prices", () => {
  test.each([
    ["attachments", { state: "AVAILABLE", region: "us-east-1" }, 47.45],
    ["attachments", { state: "PENDING_ATTACHMENT_ACCEPTANCE", region: "us-east-1" }, 0],
    [
      "core_networks",
      { policy: { "core-network-configuration": { "edge-locations": [{ location: "a" }, { location: "b" }] } } },
      730,
    ],
    ["nat_gateways", {}, 36.5],
    ["endpoints", { type: "Interface", region: "us-east-1", subnets: ["a", "b"] }, 14.6],
    ["endpoints", { type: "Gateway", region: "us-east-1", subnets: [] }, 0],
    ["firewalls", { region: "us-east-1", subnets: ["a", "b"] }, 576.7],
    ["load_balancers", { type: "application", scheme: "internal", region: "us-east-1", subnets: ["a"] }, 16.43],
    ["load_balancers", { type: "network", scheme: "internet-facing", region: "us-east-1", subnets: ["a", "b"] }, 23.73],
    ["databases", database({}), 221.56],
    ["interfaces", { public_ip: "198.51.100.7", region: "us-east-1" }, 3.65],
    ["instances", { type: "g5.xlarge", state: "running", region: "us-east-1", scaling_group: null }, 734.38],
    ["instances", { type: "g5.xlarge", state: "running", region: "us-east-1", scaling_group: "g" }, 0],
  ] as const)("%s %j", (part, resource, monthly_usd) => {
    expect(priced(part, resource)).toEqual({ monthly_usd });
  });

  test("a policy document without edges, an unknown type and a gateway load balancer have none", () => {
    expect(priced("core_networks", { policy: { "core-network-configuration": {} } })).toHaveProperty("unpriced");
    expect(priced("instances", { type: "p5.48xlarge", state: "running", scaling_group: null })).toHaveProperty(
      "unpriced",
    );
    expect(priced("load_balancers", { type: "gateway", subnets: [] })).toHaveProperty("unpriced");
  });

  test("another region takes the same price and says so", () => {
    const there = { ...fleet(2), region: "eu-west-1" };
    expect(costOfChanges([scale(null, there)]).lines).toMatchObject([{ assumed_region: true }]);
    expect(costOfChanges([scale(null, fleet(2))]).lines).toMatchObject([{ assumed_region: false }]);
  });

  test("every part of the estate has an answer", () => {
    const anything = {
      policy: { "core-network-configuration": {} },
      subnets: [],
      state: "running",
      scaling_group: null,
    };
    for (const part of PART_NAMES) expect(priced(part, anything)).toBeDefined();
  });
});
