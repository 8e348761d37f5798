import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

describe("a scaling that costs 2,850 USD more a month", () => {
  let id = "";

  test("network and finance are asked", async () => {
    const { code, view } = await system.follow([
      "request",
      "Double the render-fleet in nonprod-test",
      "--as",
      "network",
    ]);
    id = view.case;
    expect(code).toBe(4);
    expect(view.plan?.monthly_usd_delta).toBe(2850.53);
    expect(view.verdict?.approvals.map((a) => a.role).sort()).toEqual(["finance", "network"]);
  });

  test("the requester is refused, though the role is one of those asked", async () => {
    const refused = await system.json(["approve", id, "--as", "network"]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/requester/);
    expect((await system.follow(["case", "show", id])).view.state).toBe("waiting_approval");
  });
});

describe("the same, asked by a developer", () => {
  test("it runs after both approvals, and not after one", async () => {
    const asked = await system.follow(["request", "Double the render-fleet in nonprod-test"]);
    const first = await system.follow(["approve", asked.view.case, "--as", "finance"]);
    expect(first.code).toBe(4);
    expect(first.view.state).toBe("waiting_approval");
    const second = await system.follow(["approve", asked.view.case, "--as", "network"]);
    expect(second.view.state).toBe("done");
    expect(second.code).toBe(0);
    expect(second.view.result?.reconciled).toBe(true);
  });
});
