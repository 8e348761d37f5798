import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Substitute, substitute } from "../harness/sealed.ts";
import { type System, startSystem } from "../harness/system.ts";

let system: System;
let planner: Substitute | undefined;
beforeAll(async () => {
  system = await startSystem(["--powers", "auditor,executor,collector,sandbox,identity"]);
});
afterAll(async () => {
  await planner?.stop();
  await system.stop();
});

describe("a planner that opens the card payment segment to the internet on the side", () => {
  test("is vetoed, and the excess is named line by line", async () => {
    planner = await substitute(system, "orchestrator", "doubles/hostile-planner.ts");
    const asked = await system.follow([
      "request",
      "Add a new microsegment for machine learning workloads with GPU instances",
    ]);
    expect(asked.view.state).toBe("waiting_answer");
    const { code, view } = await system.follow(["answer", asked.view.case, "non-production"]);
    expect(view.state).toBe("vetoed");
    expect(code).toBe(3);
    expect(view.verdict?.decision).toBe("vetoed");
    const blocks = (view.verdict?.concerns ?? []).filter((concern) => concern.level === "block");
    expect(blocks.map((concern) => concern.id)).toContain("scope.change_outside");
    expect(blocks.map((concern) => concern.policy)).toContain("P3");
    expect(blocks.some((concern) => concern.subject.includes("authorize_security_group_rules"))).toBe(true);
    // What it was asked for is no excess.
    expect(blocks.some((concern) => concern.subject.includes("put_core_network_policy"))).toBe(false);
  });

  test("gets no warrant for it, and nothing has changed", async () => {
    const refused = await planner?.line("refused");
    expect(refused).toBeDefined();
    expect(planner?.lines.some((line) => line.event === "warranted")).toBe(false);
    const { json } = await system.json(["ledger", "verify"]);
    expect(json["ok"]).toBe(true);
  });
});
