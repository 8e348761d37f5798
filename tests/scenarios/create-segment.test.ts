import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

async function estateContent(): Promise<unknown> {
  const { json } = await system.json(["estate", "show"]);
  const parts = json["parts"] as Record<string, { resources?: unknown }>;
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.resources]));
}

describe("a new segment, from the sentence to the proof and back", () => {
  let before: unknown;
  let id = "";

  test("one question is asked: the environment", async () => {
    before = await estateContent();
    const { code, view } = await system.follow([
      "request",
      "Add a new microsegment for machine learning workloads with GPU instances",
    ]);
    id = view.case;
    expect(code).toBe(4);
    expect(view.state).toBe("waiting_answer");
    expect(view.question?.parameter).toBe("environment");
    expect(view.question?.choices).toEqual(["production", "non-production"]);
  });

  test("an answer that is none of the choices is refused and changes nothing", async () => {
    const { code } = await system.json(["answer", id, "somewhere else"]);
    expect(code).toBe(2);
    expect((await system.follow(["case", "show", id])).view.state).toBe("waiting_answer");
  });

  test("answered, it is simulated, judged, and the network architect is asked", async () => {
    const { code, view } = await system.follow(["answer", id, "non-production"]);
    expect(code).toBe(4);
    expect(view.state).toBe("waiting_approval");
    expect(view.verdict?.decision).toBe("escalated");
    expect(view.verdict?.approvals.map((a) => [a.role, a.status])).toEqual([["network-architect", "needed"]]);
    expect(view.plan?.steps.some((s) => s.action === "put_core_network_policy")).toBe(true);
    expect(view.simulation?.opened).toEqual([]);
    expect(await estateContent()).toEqual(before);
  });

  test("the requester can't approve, and nor can another role", async () => {
    for (const role of ["developer", "security"]) {
      expect((await system.json(["approve", id, "--as", role])).code).toBe(2);
    }
    expect((await system.follow(["case", "show", id])).view.state).toBe("waiting_approval");
  });

  test("approved, it is executed exactly, and the collector confirms", async () => {
    const { code, view } = await system.follow(["approve", id, "--as", "network-architect"]);
    expect(view.state).toBe("done");
    expect(code).toBe(0);
    expect(view.result?.reconciled).toBe(true);
    expect(view.result?.steps.every((s) => s.status === "done" && s.direction === "do")).toBe(true);
    expect(view.explanations.created).not.toBe("");
    expect(await estateContent()).not.toEqual(before);
  });

  test("the ledger verifies", async () => {
    const { code, json } = await system.json(["ledger", "verify"]);
    expect(code).toBe(0);
    expect(json["ok"]).toBe(true);
    expect(json["entries"]).toBeGreaterThan(5);
  });

  test("rolled back, with the deletions confirmed by name, the estate is as it was", async () => {
    const asked = await system.follow(["request", `Roll back ${id}`]);
    expect(asked.code).toBe(4);
    expect(asked.view.verdict?.confirmations.length).toBeGreaterThan(0);
    const roll = asked.view.case;
    const confirmed = await system.follow(["confirm", roll, ...(asked.view.verdict?.confirmations ?? [])]);
    expect(confirmed.view.state).toBe("waiting_approval");
    const { code, view } = await system.follow(["approve", roll, "--as", "network-architect"]);
    expect(view.state).toBe("done");
    expect(code).toBe(0);
    expect(withoutVersions(await estateContent())).toEqual(withoutVersions(before));
    expect((await system.json(["ledger", "verify"])).json["ok"]).toBe(true);
  });
});

/** A policy's version only ever grows, as on AWS; everything else has to be equal. */
function withoutVersions(content: unknown): unknown {
  return JSON.parse(
    JSON.stringify(content, (key, value: unknown) =>
      key === "policy_version" || key === "version" ? undefined : value,
    ),
  );
}
