import { buildScaleCapacity } from "@trias/plan";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { audit, estateOf, planOf } from "../harness/plans.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I6: what is unknown, stale, malformed or missing does not execute. To see it fail: let the freshness check of powers/auditor/src/judge answer
 * "fresh" always, or accept an unknown action in packages/plan/src/effects.ts.
 */
let system: System;
beforeAll(async () => {
  system = await startSystem();
  await system.restart(["auditor", "executor", "orchestrator", "sandbox", "identity"]);
});
afterAll(() => system.stop());

const FINDING = "examples/events/guardduty-crypto-mining.json";

describe("without a collector there is no estate to judge on", () => {
  test("a finding is heard, nothing executes, and the case says what it waits for", async () => {
    const path = new URL(`../../${FINDING}`, import.meta.url).pathname;
    const { code, view } = await system.follow(["event", path, "--source", "guardduty", "--wait", "10"]);
    expect(code).not.toBe(0);
    expect(["received", "planning", "judging", "waiting_service"]).toContain(view.state);
    expect(view.result).toBeUndefined();
    expect(view.reason ?? "").not.toBe("");
  });

  test("once it is back, the same case goes on to its end by itself", async () => {
    const { json } = await system.json(["case", "list"]);
    const [first] = json["cases"] as { case: string }[];
    await system.run(["down"]);
    const up = await system.run(["up", "--detach", "--port-base", String(system.portBase)]);
    expect(up.code, up.stderr).toBe(0);
    const { view } = await system.follow(["case", "show", first?.case ?? "", "--wait", "60"]);
    expect(view.state).toBe("done");
  });

  test("a plan with an action that nobody knows, a duplicate key or an unsafe number is not judged but refused", async () => {
    const estate = await estateOf(system);
    const plan = planOf(buildScaleCapacity(estate, "render-fleet", { factor: 2 }), "scale_capacity");
    const [step] = plan.steps;
    const unknown = { ...plan, steps: [{ ...step, action: "terminate_everything" } as (typeof plan.steps)[number]] };
    const answer = await audit(system, unknown, "Double the render-fleet in nonprod-test");
    expect(answer.code).not.toBe(0);
    expect(answer.json["decision"] ?? "vetoed").toBe("vetoed");
    for (const text of ['{"schema":"trias.plan/1","schema":"x"}', '{"round":9007199254740993}', "[", "\u0000"]) {
      const refused = await system.json(["audit", "-", "--request", "Double the render-fleet"], { input: text });
      expect(refused.code, text).toBe(2);
    }
  });
});
