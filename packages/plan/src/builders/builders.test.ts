import { type Estate, get, list, need, overlaps, parseCidr, segmentNames, sharesOf } from "@trias/estate";
import { expect, test } from "vitest";
import { companyWan } from "../__fixtures__/company-wan.ts";
import { contentDifferences } from "../content.ts";
import { PlanError } from "../errors.ts";
import { resolveAction } from "../planned.ts";
import { simulateAction, simulatePlan } from "../simulate.ts";
import { proveWayBack } from "../way-back.ts";
import { buildBlockAddress } from "./block-address.ts";
import { buildCreateSegment } from "./create-segment.ts";
import type { BuiltPlan } from "./draft.ts";
import { buildIsolateInstance, isQuarantined } from "./isolate-instance.ts";
import { buildRollBack } from "./roll-back.ts";
import { buildScaleCapacity } from "./scale-capacity.ts";

const machineLearning = { purpose: "machine learning", environment: "non-production" } as const;

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof PlanError) return error.code;
    throw error;
  }
  return "no error";
}

test("a new segment is isolated, shares nothing, and holds one attached network with free addresses", () => {
  const built = buildCreateSegment(companyWan, machineLearning);
  expect(built.steps.map(({ action }) => action)).toEqual([
    "allocate_cidr",
    "put_core_network_policy",
    "create_vpc",
    "create_subnet",
    "create_subnet",
    "create_flow_log",
    "create_attachment",
    "create_route",
  ]);
  expect(segmentNames(built.after).resolve("nonprod-machine-learning")?.policy).toBe("nonprodmachinelearning");
  const [core] = list(built.after, "core_networks");
  expect(core?.policy.segments.at(-1)).toMatchObject({
    "isolate-attachments": true,
    "require-attachment-acceptance": true,
  });
  expect(sharesOf(core?.policy ?? {}).some(({ a, b }) => [a, b].includes("nonprodmachinelearning"))).toBe(false);
  expect(need(built.after, "attachments", "planned:s7")).toMatchObject({
    state: "AVAILABLE",
    segment: "nonprodmachinelearning",
  });
  const [cidr = ""] = need(built.after, "vpcs", "planned:s3").cidrs;
  const taken = list(companyWan, "vpcs").flatMap(({ cidrs }) => cidrs);
  expect(taken.some((other) => overlaps(parseCidr(other), parseCidr(cidr)))).toBe(false);
});

test("every plan of the builders can be taken back from wherever it stops", () => {
  const instance = list(companyWan, "instances")[0]?.id ?? "";
  expect(proveWayBack(companyWan, buildCreateSegment(companyWan, machineLearning))).toEqual({
    ok: true,
    irreversible: [],
  });
  expect(proveWayBack(companyWan, buildIsolateInstance(companyWan, instance, "mining"))).toEqual({
    ok: true,
    irreversible: [],
  });
  expect(proveWayBack(companyWan, buildScaleCapacity(companyWan, "web-eu", { factor: 3 }))).toEqual({
    ok: true,
    irreversible: [],
  });
  expect(proveWayBack(companyWan, buildBlockAddress(companyWan, "203.0.113.45"))).toEqual({
    ok: true,
    irreversible: [],
  });
});

test("a new segment takes no name that is there, or that differs by hyphens alone", () => {
  for (const name of ["prod-api", "prodapi", "pro-dapi"]) {
    expect(codeOf(() => buildCreateSegment(companyWan, { ...machineLearning, name }))).toBe("name_taken");
  }
});

test("a full address pool is said, not worked around", () => {
  const pool = list(companyWan, "ipam_pools").find(
    ({ region, tags }) => region === "eu-west-1" && tags["environment"] === "non-production",
  );
  const full = simulateAction(
    companyWan,
    {
      action: "allocate_cidr",
      target: pool?.id ?? "",
      parameters: { cidr: "10.64.0.0/15", resource: "x", description: "" },
    },
    companyWan,
  );
  const parts = { ...full.parts, ipam_pools: shrink(full, pool?.id ?? "", "10.64.0.0/15") };
  expect(codeOf(() => buildCreateSegment({ ...full, parts }, machineLearning))).toBe("full");
});

function shrink(estate: Estate, id: string, cidr: string): Estate["parts"]["ipam_pools"] {
  const part = estate.parts.ipam_pools;
  if (part.status === "unknown") return part;
  return { ...part, resources: new Map(part.resources).set(id, { ...need(estate, "ipam_pools", id), cidr }) };
}

test("isolation gives each interface an empty group of its own and changes nothing else", () => {
  for (const { id } of list(companyWan, "instances")) {
    const { after } = buildIsolateInstance(companyWan, id, "crypto mining `found`");
    const own = list(after, "interfaces").filter((item) => item.instance === id);
    expect(own.every((item) => isQuarantined(after, item))).toBe(true);
    const touched = contentDifferences(companyWan, after).filter(({ before }) => before !== null);
    expect(touched.map((change) => change.id).sort()).toEqual(own.map((item) => item.id).sort());
    expect(codeOf(() => buildIsolateInstance(after, id, "again"))).toBe("nothing_to_do");
  }
});

test("a block takes one address, never a range, and none that is blocked already", () => {
  const built = buildBlockAddress(companyWan, "2001:db8::7", { expires: "2026-12-01T00:00:00.000Z" });
  expect(list(built.after, "prefix_lists").flatMap(({ entries }) => entries)).toEqual(
    list(companyWan, "prefix_lists").map(() => ({
      cidr: "2001:db8::7/128",
      description: "trias block until 2026-12-01T00:00:00.000Z",
    })),
  );
  expect(codeOf(() => buildBlockAddress(companyWan, "203.0.113.0/24"))).toBe("not_applicable");
  expect(codeOf(() => buildBlockAddress(built.after, "2001:db8::7"))).toBe("nothing_to_do");
});

test("a size is a factor, a number or a step; limits move only as far as they must", () => {
  const size = (scale: Parameters<typeof buildScaleCapacity>[2]) =>
    get(buildScaleCapacity(companyWan, "web-eu", scale).after, "scaling_groups", "web-eu");
  expect(size({ factor: 10 })).toMatchObject({ min: 2, desired: 40, max: 40 });
  expect(size({ amount: "+3" })).toMatchObject({ min: 2, desired: 7, max: 12 });
  expect(size({ amount: 1 })).toMatchObject({ min: 1, desired: 1, max: 12 });
  expect(codeOf(() => buildScaleCapacity(companyWan, "web-eu", { factor: 1 }))).toBe("nothing_to_do");
  expect(codeOf(() => buildScaleCapacity(companyWan, "nobody", { factor: 2 }))).toBe("absent");
});

/** The estate after a plan whose created resources got ids of their own, and these ids by step. */
function carriedOut(estate: Estate, built: BuiltPlan, prefix: string): { after: Estate; ids: Map<string, string> } {
  const ids = new Map(built.steps.map(({ id }) => [id, `${prefix}-${id}`]));
  const steps = built.steps.map((step) => ({ ...step, ...resolveAction(step, ids) }));
  return { after: simulatePlan(estate, { steps }).after, ids };
}

test("a roll-back leads back to the start, and is itself a plan with a proven way back", () => {
  const built = buildCreateSegment(companyWan, machineLearning);
  const done = carriedOut(companyWan, built, "ml");
  const back = buildRollBack(built, done.ids, done.after);
  expect(contentDifferences(companyWan, back.after)).toEqual([]);
  expect(proveWayBack(done.after, back)).toEqual({ ok: true, irreversible: [] });
});

test("a roll-back keeps what others put into the policy since, and leaves nobody without a segment", () => {
  const first = buildCreateSegment(companyWan, machineLearning);
  const one = carriedOut(companyWan, first, "ml");
  const second = buildCreateSegment(one.after, { ...machineLearning, name: "nonprod-robots" });
  const both = carriedOut(one.after, second, "robots");
  const back = buildRollBack(first, one.ids, both.after);
  expect(segmentNames(back.after).resolve("nonprod-machine-learning")).toBeNull();
  expect(segmentNames(back.after).resolve("nonprod-robots")).not.toBeNull();
  const policyAlone = { steps: first.steps.filter(({ action }) => action === "put_core_network_policy") };
  expect(codeOf(() => buildRollBack(policyAlone, one.ids, both.after))).toBe("in_use");
});

test("a roll-back of a size that somebody changed since asks a person", () => {
  const built = buildScaleCapacity(companyWan, "web-eu", { factor: 2 });
  const later = buildScaleCapacity(built.after, "web-eu", { factor: 2 });
  expect(codeOf(() => buildRollBack(built, new Map(), later.after))).toBe("no_way_back");
});
