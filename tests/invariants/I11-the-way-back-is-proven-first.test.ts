import { buildScaleCapacity } from "@trias/plan";
import type { PlanStep } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, estateOf, judged, planOf } from "../harness/plans.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I11: plan and then inverse must lead back to the start, on the auditor's own simulation. To see it fail: let `proveWayBack` in
 * packages/plan/src/way-back.ts answer `ok` always.
 */
let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const SENTENCE = "Double the render-fleet in nonprod-test";

describe("a plan whose inverse does not lead back", () => {
  test("is vetoed, the same plan with a true inverse is not", async () => {
    const built = buildScaleCapacity(await estateOf(system), "render-fleet", { factor: 2 });
    expect(judged(await audit(system, planOf(built, "scale_capacity"), SENTENCE)).decision).toBe("escalated");

    const [step] = built.steps;
    if (!step?.inverse) throw new TypeError("the scaling has no inverse");
    const wrong: PlanStep = {
      ...step,
      inverse: { ...step.inverse, parameters: { ...step.inverse.parameters, desired: 45 } },
    };
    const answer = judged(await audit(system, planOf({ ...built, steps: [wrong] }, "scale_capacity"), SENTENCE));
    expect(answer.decision).toBe("vetoed");
    expect(answer.concerns.some(({ level, message }) => level === "block" && /way back|inverse/.test(message))).toBe(
      true,
    );
  });

  test("a step without any inverse needs somebody's word, and is listed", async () => {
    const built = buildScaleCapacity(await estateOf(system), "render-fleet", { factor: 2 });
    const [step] = built.steps;
    if (!step) throw new TypeError("the scaling has no step");
    const oneWay: PlanStep = { ...step, inverse: null, irreversible: "we do not feel like it" };
    const answer = judged(await audit(system, planOf({ ...built, steps: [oneWay] }, "scale_capacity"), SENTENCE));
    expect(answer.decision).toBe("vetoed");
  });
});
