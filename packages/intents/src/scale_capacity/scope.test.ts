import { list, type ResourceChange, type ScalingGroup } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { scopeOfIntents } from "../union.ts";
import { wantedSize } from "./size.ts";

const group = list(estate, "scaling_groups").find(({ id }) => id === "render-fleet") as ScalingGroup;
const other = list(estate, "scaling_groups").find(({ id }) => id !== group.id) as ScalingGroup;
const intentOf = (parameters: Intent["parameters"]): Intent => ({
  type: "scale_capacity",
  parameters: { target: group.id, ...parameters },
  confidence: 1,
});
const change = (after: Partial<ScalingGroup>, of: ScalingGroup = group): ResourceChange => ({
  part: "scaling_groups",
  id: of.id,
  before: of,
  after: { ...of, ...after },
});

describe("wantedSize", () => {
  it.each<[Intent["parameters"], number | null]>([
    [{ factor: 2 }, group.desired * 2],
    [{ factor: 1.1 }, Math.ceil(group.desired * 1.1)],
    [{ amount: 92 }, 92],
    [{ amount: "+46" }, group.desired + 46],
    [{ amount: "-46" }, group.desired - 46],
    [{ amount: "-47" }, null],
    [{ amount: 10_001 }, null],
    [{ amount: "46" }, null],
    [{ factor: 0 }, null],
    [{}, null],
  ])("%j is %j", (parameters, size) => {
    expect(wantedSize(intentOf(parameters), group)).toBe(size);
  });

  it("does not round a whole product up by binary fractions", () => {
    expect(wantedSize(intentOf({ factor: 1.1 }), { ...group, desired: 10 })).toBe(11);
  });
});

describe("the scope of scale_capacity", () => {
  it("permits sizes between where the group stands and what was asked, whichever way, and no other", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (asked, desired) => {
        const scope = scopeOfIntents([intentOf({ amount: asked })], estate, {});
        const after = { desired, min: Math.min(group.min, desired), max: Math.max(group.max, desired) };
        const inside = desired >= Math.min(asked, group.desired) && desired <= Math.max(asked, group.desired);
        expect(scope.change(change(after)) === null).toBe(inside);
      }),
    );
  });

  it.each<[string, ResourceChange, RegExp]>([
    ["another group", change({ desired: 5 }, other), /is not/],
    ["another type", change({ desired: 92, instance_type: "p5.48xlarge" }), /`instance_type`/],
    ["more room than was asked", change({ desired: 92, max: group.max + 1 }), /may grow/],
    ["a floor nobody asked for", change({ desired: 92, min: 92 }), /may not shrink/],
    ["a deletion", { part: "scaling_groups", id: group.id, before: group, after: null }, /deleted/],
  ])("refuses %s", (_, one, why) => {
    expect(scopeOfIntents([intentOf({ amount: 92 })], estate, {}).change(one) ?? "permitted").toMatch(why);
  });

  it("lets no flow open or close", () => {
    const scope = scopeOfIntents([intentOf({ factor: 2 })], estate, {});
    const flow = { from: "internet", to: group.id, protocol: "any", ports: "any" };
    expect(scope.opened(flow)).not.toBeNull();
    expect(scope.closed(flow)).not.toBeNull();
  });
});
