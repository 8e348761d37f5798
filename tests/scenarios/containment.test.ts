import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

const FINDING = fileURLToPath(new URL("../../examples/events/guardduty-crypto-mining.json", import.meta.url));
const finding = JSON.parse(readFileSync(FINDING, "utf8")) as {
  id: string;
  detail: { id: string; resource: { instanceDetails: { instanceId: string } } };
};
const instance = finding.detail.resource.instanceDetails.instanceId;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

interface Shown {
  interfaces: { id: string; instance: string | null; groups: string[] }[];
  groups: Map<string, unknown>;
}

async function shown(): Promise<Shown> {
  const { json } = await system.json(["estate", "show"]);
  const parts = json["parts"] as Record<string, { resources: { id: string }[] }>;
  return {
    interfaces: (parts["interfaces"]?.resources ?? []) as Shown["interfaces"],
    groups: new Map((parts["security_groups"]?.resources ?? []).map((group) => [group.id, group])),
  };
}

describe("the same finding from nobody in particular", () => {
  test("a person is asked before anything happens", async () => {
    const before = await shown();
    const { code, view } = await system.follow(["event", FINDING]);
    expect(code).toBe(4);
    expect(view.authenticated).toBe(false);
    expect(view.state).toBe("waiting_approval");
    expect(await shown()).toEqual(before);
    const rejected = await system.follow([
      "reject",
      view.case,
      "--as",
      "security",
      "--reason",
      "cannot be sure who sent this",
    ]);
    expect(rejected.code).toBe(3);
    expect(rejected.view.state).toBe("rejected");
  });
});

describe("a crypto-mining finding from GuardDuty", () => {
  test("the instance is isolated without a person, and no neighbour is touched", async () => {
    const before = await shown();
    const { code, view } = await system.follow(["event", FINDING, "--source", "guardduty"]);
    expect(view.state).toBe("done");
    expect(code).toBe(0);
    expect(view.authenticated).toBe(true);
    expect(view.incident?.action).toBe("isolate_instance");
    expect(view.result?.reconciled).toBe(true);

    const after = await shown();
    const mine = after.interfaces.filter((i) => i.instance === instance);
    expect(mine).not.toHaveLength(0);
    for (const own of mine) {
      expect(own.groups).toHaveLength(1);
      const group = after.groups.get(own.groups[0] ?? "") as { ingress: unknown[]; egress: unknown[] };
      expect([group.ingress, group.egress]).toEqual([[], []]);
      expect(after.interfaces.filter((i) => i.groups.includes(own.groups[0] ?? ""))).toEqual([own]);
    }
    expect(after.interfaces.filter((i) => i.instance !== instance)).toEqual(
      before.interfaces.filter((i) => i.instance !== instance),
    );
    for (const [id, group] of before.groups) expect(after.groups.get(id)).toEqual(group);
  });

  test("heard once more, it is the same case and nothing is done again", async () => {
    const again = await system.follow(["event", FINDING, "--source", "guardduty"]);
    expect(again.view.state).toBe("done");
    const list = await system.json(["case", "list"]);
    const cases = (list.json["cases"] as { kind: string }[]).filter((c) => c.kind === "incident");
    expect(cases).toHaveLength(2);
  });
});
