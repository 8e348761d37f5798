import { applyChanges, differences, type Estate, list, type ResourceChange } from "@trias/estate";
import {
  buildBlockAddress,
  buildCreateSegment,
  buildIsolateInstance,
  buildRollBack,
  simulatePlan,
  substitutePlanned,
} from "@trias/plan";
import { describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { scopeOfIntents } from "../union.ts";

const instance = list(estate, "instances")[0]?.id ?? "";
const plans = [
  buildCreateSegment(estate, { purpose: "machine learning", environment: "non-production" }),
  buildIsolateInstance(estate, instance, "test"),
  buildBlockAddress(estate, "203.0.113.45"),
];
const scopeFor = (executed: readonly ResourceChange[], on: Estate) =>
  scopeOfIntents([{ type: "roll_back", parameters: { case: "C-01JD7Q8C2M4X" }, confidence: 1 }], on, { executed });

describe("the scope of roll_back", () => {
  it.each(plans.map((plan) => [plan.summary, plan] as const))("permits exactly the way back of: %s", (_, plan) => {
    const ids = new Map(plan.steps.map(({ id }) => [id, `real-${id}`]));
    const simulation = simulatePlan(estate, { steps: substitutePlanned(plan.steps, ids) });
    const executed = simulation.steps.flatMap((step) => step.changes);
    const scope = scopeFor(executed, simulation.after);
    const back = simulatePlan(simulation.after, buildRollBack(plan, ids, simulation.after));
    const changes = back.steps.flatMap((step) => step.changes);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.map(scope.change)).toEqual(changes.map(() => null));
    expect(executed.filter((change) => scope.change(change) === null)).toEqual([]);
  });

  it("refuses what the case did not touch, and what somebody changed since", () => {
    const simulation = simulatePlan(estate, plans[1] as (typeof plans)[number]);
    const executed = simulation.steps.flatMap((step) => step.changes);
    const scope = scopeFor(executed, simulation.after);
    const stranger = list(estate, "interfaces").find(({ instance: of }) => of !== instance);
    const swapped = executed.find(({ part }) => part === "interfaces");
    if (stranger === undefined || swapped?.part !== "interfaces" || swapped.after === null)
      throw new TypeError("sample");
    expect(
      scope.change({ part: "interfaces", id: stranger.id, before: stranger, after: { ...stranger, groups: ["sg-1"] } }),
    ).toMatch(/was not touched/);
    const since = { ...swapped.after, public_ip: "198.51.100.77" };
    expect(scope.change({ ...swapped, before: since, after: swapped.before })).toMatch(/no longer as/);
    expect(scope.change({ ...swapped, before: swapped.after, after: { ...swapped.after, groups: ["sg-1"] } })).toMatch(
      /does not go back/,
    );
    expect(scope.change({ ...swapped, before: swapped.after, after: null })).toMatch(/does not go back/);
  });

  it("permits flows at the places it touched only, and nothing where nothing was executed", () => {
    const executed = simulatePlan(estate, plans[1] as (typeof plans)[number]).steps.flatMap((step) => step.changes);
    const scope = scopeFor(executed, estate);
    const flow = (from: string, to: string) => ({ from, to, protocol: "any", ports: "any" });
    expect(scope.opened(flow("internet", instance))).toBeNull();
    expect(scope.opened(flow("internet", "prod-pci"))).toMatch(/touched neither/);
    expect(scopeFor([], estate).opened(flow("internet", instance))).toMatch(/nothing that/);
  });

  it("counts a newer version number as the same content", () => {
    const blocked = plans[2] as (typeof plans)[number];
    const after = simulatePlan(estate, blocked).after;
    const changes = differences(after, estate);
    const grown = changes.map(
      (change) => ({ ...change, after: change.after && { ...change.after, version: 99 } }) as ResourceChange,
    );
    const scope = scopeFor(differences(estate, after), after);
    expect(grown.map(scope.change)).toEqual(grown.map(() => null));
    expect(() => applyChanges(after, grown, { serial: 2, time: estate.time })).not.toThrow();
  });
});
