import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { makeEstate, type PartInput } from "./make-estate.ts";
import { list } from "./parts.ts";
import { referencesOf } from "./references.ts";
import { PART_NAMES, type PartName } from "./resources.ts";
import { parseEstate, toWire } from "./wire.ts";

const whole = companyWan();
const head = { lineage: whole.lineage, serial: 1, time: whole.time };
const inputs = (): Partial<Record<PartName, PartInput>> =>
  Object.fromEntries(PART_NAMES.map((part) => [part, { status: "known", resources: list(whole, part) }]));

describe("makeEstate", () => {
  test("makes what it is given, and a part that nobody gave is unknown", () => {
    const { estate, issues, dangling } = makeEstate(head, {
      ...inputs(),
      roles: { status: "unknown", reasons: ["not asked"] },
    });
    expect(issues).toEqual([]);
    expect(dangling).toEqual([]);
    expect(list(estate, "vpcs")).toEqual(list(whole, "vpcs"));
    expect(estate.parts.roles).toEqual({ status: "unknown", reason: "not asked" });
    expect(makeEstate(head, {}).estate.parts.vpcs).toEqual({ status: "unknown", reason: "not in the snapshot" });
    expect(toWire(parseEstate(toWire(estate)))).toEqual(toWire(estate));
  });

  test("a part with an id that occurs twice is unknown and says so", () => {
    const vpcs = list(whole, "vpcs");
    const { estate, issues } = makeEstate(head, {
      ...inputs(),
      vpcs: { status: "known", resources: [...vpcs, vpcs[0]] },
    });
    expect(estate.parts.vpcs).toEqual({
      status: "unknown",
      reason: expect.stringContaining(`\`${vpcs[0]?.id}\` occurs twice`),
    });
    expect(issues).toEqual([expect.objectContaining({ code: "resource_duplicate", at: `vpcs.${vpcs[0]?.id}` })]);
  });

  test("a part with a malformed resource is unknown, with where it is malformed", () => {
    const broken = { ...list(whole, "subnets")[0], cidr: "10.0.0.0/40" };
    const { estate, issues } = makeEstate(head, {
      ...inputs(),
      subnets: { status: "known", resources: [broken, null, 7] },
    });
    expect(estate.parts.subnets.status).toBe("unknown");
    expect(issues.map(({ at }) => at)).toEqual([`subnets.${broken.id}.cidr`, "subnets.(no id)", "subnets.(no id)"]);
  });

  test("the reason of a part with a thousand faults fits the wire", () => {
    const resources = Array.from({ length: 1000 }, (_, i) => ({ id: `vpc-${i}` }));
    const { estate } = makeEstate(head, { vpcs: { status: "known", resources } });
    const { vpcs } = estate.parts;
    expect(vpcs.status === "unknown" && vpcs.reason.length <= 500 && vpcs.reason).toMatch(/ and \d+ more$/);
    const long = makeEstate(head, { vpcs: { status: "unknown", reasons: ["x".repeat(2000), "y"] } }).estate.parts.vpcs;
    expect(long.status === "unknown" && long.reason.length).toBeLessThanOrEqual(500);
  });

  test("a reference leads nowhere only where the part that it points to is known", () => {
    const table = list(whole, "route_tables")[0];
    const routes = [
      { destination: "0.0.0.0/0", target: { type: "nat-gateway", id: "nat-gone" } },
      { destination: "pl-gone", target: { type: "local", id: "local" } },
      { destination: "10.9.0.0/16", target: { type: "peering", id: "pcx-gone" }, state: "blackhole" },
    ];
    const resources = [...list(whole, "route_tables").slice(1), { ...table, routes }];
    const made = makeEstate(head, { ...inputs(), route_tables: { status: "known", resources } });
    expect(made.dangling.map(({ path, wanted }) => `${path} ${wanted.id}`)).toEqual([
      "routes.target nat-gone",
      "routes.destination pl-gone",
    ]);
    const without = makeEstate(head, {
      ...inputs(),
      route_tables: { status: "known", resources },
      nat_gateways: { status: "unknown", reasons: ["no file"] },
    });
    expect(without.dangling.map(({ wanted }) => wanted.id)).toEqual(["pl-gone"]);
  });
});

test("a Transit Gateway's parts name each other", () => {
  const attachment = {
    id: "tgw-attach-1",
    transit_gateway: "tgw-1",
    type: "vpc",
    resource: "vpc-1",
    region: "eu-west-1",
    account: "111122223333",
    state: "available",
    route_table: "tgw-rtb-1",
    subnets: ["subnet-1"],
    tags: {},
  };
  expect(referencesOf("transit_gateway_attachments", attachment)).toEqual([
    { path: "transit_gateway", part: "transit_gateways", id: "tgw-1" },
    { path: "route_table", part: "transit_gateway_route_tables", id: "tgw-rtb-1" },
    { path: "subnets", part: "subnets", id: "subnet-1" },
    { path: "resource", part: "vpcs", id: "vpc-1" },
  ]);
});
