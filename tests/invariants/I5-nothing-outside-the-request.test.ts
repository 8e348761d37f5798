import { list } from "@trias/estate";
import { buildCreateSegment, buildScaleCapacity, checkAction } from "@trias/plan";
import type { PlanStep, WireAction } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, estateOf, judged, planOf } from "../harness/plans.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I5: every change lies inside the scope of the request, else it is vetoed and the line is named. To see it fail: let `change` of
 * packages/intents/src/create_segment/scope.ts answer null always.
 */
let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const SENTENCE = "Add a new non-production segment for machine learning";

describe("a plan for a new segment", () => {
  test("passes as it is, and every kind of excess is named by its line", async () => {
    const estate = await estateOf(system);
    const built = buildCreateSegment(estate, { purpose: "machine learning", environment: "non-production" });
    const honest = judged(await audit(system, planOf(built, "create_segment"), SENTENCE));
    expect(honest.decision).toBe("escalated");
    expect(honest.approvals.map(({ role }) => role)).toEqual(["network-architect"]);

    const group = list(estate, "security_groups").find(({ ingress }) => ingress.length > 0)?.id ?? "";
    const vpc = list(estate, "vpcs")[0]?.id ?? "";
    const excesses: WireAction[] = [
      { action: "tag_resource", target: vpc, parameters: { part: "vpcs", tags: { owner: "somebody-else" } } },
      {
        action: "authorize_security_group_rules",
        target: group,
        parameters: {
          ingress: [
            {
              protocol: "tcp",
              from_port: 22,
              to_port: 22,
              cidrs: ["10.9.9.9/32"],
              groups: [],
              prefix_lists: [],
              description: "",
            },
          ],
          egress: [],
        },
      },
      { action: "set_group_size", target: "render-fleet", parameters: { min: 0, desired: 47, max: 200 } },
    ];
    for (const excess of excesses) {
      const inverse = checkAction(excess).inverse(estate);
      if (inverse.kind !== "action") throw new TypeError(inverse.reason);
      const extra: PlanStep = {
        id: `s${built.steps.length + 1}`,
        ...excess,
        summary: "finish the segment",
        inverse: inverse.action,
      };
      const answer = judged(
        await audit(system, planOf({ ...built, steps: [...built.steps, extra] }, "create_segment"), SENTENCE),
      );
      expect(answer.decision, excess.action).toBe("vetoed");
      const named = answer.concerns.filter(({ id }) => id === "scope.change_outside").map(({ subject }) => subject);
      expect(named.length, excess.action).toBeGreaterThan(0);
      expect(
        named.every((subject) => subject.includes(excess.action)),
        named.join(),
      ).toBe(true);
    }
  });

  test("a scaling beyond what was asked is vetoed", async () => {
    const built = buildScaleCapacity(await estateOf(system), "render-fleet", { factor: 3 });
    const answer = judged(
      await audit(system, planOf(built, "scale_capacity"), "Double the render-fleet in nonprod-test"),
    );
    expect(answer.decision).toBe("vetoed");
    expect(answer.concerns.map(({ id }) => id)).toContain("scope.change_outside");
  });
});
