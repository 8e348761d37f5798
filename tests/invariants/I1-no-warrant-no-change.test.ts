import { createClient } from "@trias/link";
import { type JournalEntry, sandboxApi } from "@trias/protocol";
import { layoutOf, readTls } from "@trias/supervisor/state";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attemptsOf } from "../harness/attempts.ts";
import { type Substitute, substitute } from "../harness/sealed.ts";
import { type System, startSystem } from "../harness/system.ts";

/*
 * I1: no warrant, no change. To see it fail: return early from `verifyWarrant` in powers/executor/src/verify.ts, or drop the unique key on the used warrants
 * in powers/executor/migrations, or let the orchestrator into the callers of `sandboxApi.act`.
 */
let system: System;
let planner: Substitute | undefined;
let second: Substitute | undefined;
beforeAll(async () => {
  system = await startSystem(["--powers", "auditor,executor,collector,sandbox,identity"]);
});
afterAll(async () => {
  await planner?.stop();
  await second?.stop();
  await system.stop();
});

async function journal(): Promise<readonly JournalEntry[]> {
  const url = `https://127.0.0.1:${system.portBase + 5}`;
  const client = createClient({ tls: readTls(layoutOf(system.stateDir)), peer: "sandbox", url });
  try {
    return (await client.call(sandboxApi.journal)).entries;
  } finally {
    client.close();
  }
}

describe("an orchestrator with a good warrant in its hands", () => {
  test("gets exactly one execution of exactly the judged bytes out of it, with two executors racing", async () => {
    second = await substitute(system, "executor", "../powers/executor/src/main.ts");
    await second.line("started");
    planner = await substitute(system, "orchestrator", "attacks/warrant.ts");
    const asked = await system.json(["request", "Scale the render-fleet to 50 instances", "--wait", "15"]);
    const id = String(asked.json["case"]);
    await planner.line("judged");
    expect(await journal()).toEqual([]);
    const approved = await system.follow(["approve", id, "--as", "network"]);
    expect(approved.view.state).toBe("done");

    const raced = await planner.line("raced");
    expect(raced["executions"]).toBe(1);
    expect((await planner.line("ended"))["state"]).toBe("executed");
    expect(await planner.line("again")).toMatchObject({ same: true, state: "executed" });
    await expect
      .poll(() => planner?.lines.filter((line) => line.event === "attempts_over").length, { timeout: 20_000 })
      .toBe(4);
    await attemptsOf(planner);

    const entries = await journal();
    expect(entries.map((entry) => entry.action)).toEqual(["set_group_size"]);
  });
});
