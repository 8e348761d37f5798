import { createClient } from "@trias/link";
import { type Fault, type JournalEntry, sandboxApi } from "@trias/protocol";
import { layoutOf, readTls } from "@trias/supervisor/state";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

function cloud() {
  const url = `https://127.0.0.1:${system.portBase + 5}`;
  return createClient({ tls: readTls(layoutOf(system.stateDir)), peer: "sandbox", url });
}

async function arm(fault: Omit<Fault, "delay_ms" | "message"> & Partial<Fault>): Promise<void> {
  const client = cloud();
  await client.call(sandboxApi.fault, { body: { fault: { delay_ms: 0, message: "injected fault", ...fault } } });
  client.close();
}

async function journal(): Promise<readonly JournalEntry[]> {
  const client = cloud();
  const { entries } = await client.call(sandboxApi.journal);
  client.close();
  return entries;
}

async function scaled(to: number) {
  const asked = await system.follow(["request", `Scale the render-fleet to ${to} instances`]);
  return system.follow(["approve", asked.view.case, "--as", "network"]);
}

describe("a cloud that misbehaves in the middle of a step", () => {
  test("an answer that is lost: the step is done once, and found done", async () => {
    await arm({ action: "set_group_size", kind: "lost_reply", times: 1 });
    const { view } = await scaled(50);
    expect(view.state).toBe("done");
    expect((await journal()).filter((entry) => entry.action === "set_group_size")).toHaveLength(1);
  });

  test("throttled a few times: it is tried again under the same key", async () => {
    await arm({ action: "set_group_size", kind: "throttle", times: 3 });
    const { view } = await scaled(52);
    expect(view.state).toBe("done");
    expect((await journal()).filter((entry) => entry.action === "set_group_size")).toHaveLength(2);
  });

  test("a change from outside between the verdict and the approval: judged anew, never executed on a stale picture", async () => {
    const asked = await system.follow(["request", "Scale the render-fleet to 54 instances"]);
    const client = cloud();
    await client.call(sandboxApi.drift, {
      body: { action: "set_group_size", target: "render-fleet", parameters: { min: 0, desired: 53, max: 200 } },
    });
    client.close();
    const { view } = await system.follow(["approve", asked.view.case, "--as", "network", "--wait", "20"]);
    // Whether the approval met the old verdict or the new one, nothing runs on what was judged before the drift.
    expect(["waiting_approval", "planning", "judging", "done"]).toContain(view.state);
    if (view.state === "done") expect(view.plan?.steps[0]?.summary).toMatch(/53/);
  });
});

describe("a cloud that refuses a step", () => {
  test("the case ends rolled back with exit 5, and the estate is as before", async () => {
    await arm({ action: "set_group_size", kind: "error", times: 1 });
    const { code, view } = await scaled(60);
    expect(view.state).toBe("rolled_back");
    expect(code).toBe(5);
  });
});
