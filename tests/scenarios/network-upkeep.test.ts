import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

/*
 * Questions that change nothing and end with their answer, and the upkeep of a core network: routes, addresses, regions, and a segment
 * that goes with all that hangs on it, listed and confirmed by name.
 */
let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

interface Listed {
  readonly id: string;
  readonly segment?: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

async function resources(part: string): Promise<Listed[]> {
  const { json } = await system.json(["estate", "show"]);
  return (json["parts"] as Record<string, { resources: Listed[] }>)[part]?.resources ?? [];
}

async function ticket(): Promise<string> {
  return String((await system.json(["ticket", "open", "upkeep", "--as", "network"])).json["id"]);
}

async function approved(id: string, ...roles: readonly string[]) {
  for (const role of roles.slice(0, -1)) await system.follow(["approve", id, "--as", role]);
  return system.follow(["approve", id, "--as", roles.at(-1) ?? ""]);
}

const needed = (approvals: readonly { readonly role: string }[] | undefined) =>
  approvals?.map(({ role }) => role).sort();

describe("a question", () => {
  test("why one place does not reach another ends with the rule, and the smallest change that would let it through", async () => {
    const before = await system.json(["ledger", "show"]);
    const { code, view } = await system.follow(["request", "Why can't nonprod-dev reach prod-data on port 5432?"]);
    expect([code, view.state]).toEqual([0, "closed"]);
    expect(view.answer).toMatch(/nonprod-dev → prod-data, tcp 5432: blocked, by /);
    expect(view.answer).toMatch(/smallest changes.*\n.*share the segments `nonprod-dev` and `prod-data`/);
    expect(view.plan).toBeUndefined();
    expect(before.code).toBe(0);
    const shown = await system.run(["case", "show", view.case]);
    expect(shown.stdout).toContain("share the segments");
  });

  test("how the network is begins with what needs somebody", async () => {
    const { code, view } = await system.follow(["request", "How is the network doing?"]);
    expect([code, view.state]).toEqual([0, "closed"]);
    expect(view.answer).toMatch(/PENDING_ATTACHMENT_ACCEPTANCE/);
  });
});

test("addresses are allocated in non-production without anybody, and given back by a rollback", async () => {
  const { code, view } = await system.follow(["request", "Allocate a /22 for nonprod-dev in eu-west-1"]);
  expect([code, view.state, view.reason]).toEqual([0, "done", view.reason]);
  expect(view.plan?.steps.map(({ action }) => action)).toEqual(["allocate_cidr"]);
  const back = await system.follow(["request", `Roll back ${view.case}`]);
  expect((await approved(back.view.case, ...(needed(back.view.verdict?.approvals) ?? []))).view.state).toBe("done");
});

test("a size that is missing is asked for, then the region: one question at a time", async () => {
  const first = await system.follow(["request", "Allocate addresses for nonprod-test"]);
  expect([first.code, first.view.question?.parameter]).toEqual([4, "size"]);
  const second = await system.follow(["answer", first.view.case, "/24"]);
  expect([second.code, second.view.question?.parameter]).toEqual([4, "region"]);
  expect(second.view.question?.choices).toContain("us-east-1");
  const { code, view } = await system.follow(["answer", first.view.case, "us-east-1"]);
  expect([code, view.state]).toEqual([0, "done"]);
});

test("a static route is asked where it leads, and what it opens is shown", async () => {
  const asked = await system.follow(["request", "Add a route to 10.20.0.0/16 in nonprod-test"]);
  expect([asked.code, asked.view.question?.parameter]).toEqual([4, "target"]);
  expect(asked.view.question?.choices).toContain("blackhole");
  const { code, view } = await system.follow(["answer", asked.view.case, "blackhole"]);
  expect([code, view.state, view.reason]).toEqual([0, "done", view.reason]);
  expect(view.simulation?.opened).toEqual([]);
  const removed = await system.follow(["request", "Remove the route to 10.20.0.0/16 in nonprod-test"]);
  expect([removed.code, removed.view.state]).toEqual([0, "done"]);
});

test("a new region is an edge and nothing more; it touches every segment, so that three roles are asked", async () => {
  const { code, view } = await system.follow([
    "request",
    "Extend the core network to eu-central-1",
    "--ticket",
    await ticket(),
  ]);
  expect([code, view.state, view.reason]).toEqual([4, "waiting_approval", view.reason]);
  expect(view.simulation).toEqual({ opened: [], closed: [] });
  const roles = needed(view.verdict?.approvals) ?? [];
  expect(roles).toEqual(expect.arrayContaining(["network", "network-architect", "security"]));
  expect((await approved(view.case, ...roles)).view.state).toBe("done");
});

describe("the end of a segment", () => {
  test("lists what goes, is confirmed by name, and needs network, security and compliance", async () => {
    const attachments = (await resources("attachments")).filter(({ segment }) => segment === "nonprodstaging");
    const asked = await system.follow(["request", "Delete the segment nonprod-staging", "--ticket", await ticket()]);
    expect([asked.code, asked.view.reason]).toEqual([4, asked.view.reason]);
    const names = asked.view.verdict?.confirmations ?? [];
    expect(names.join(" ")).toContain("nonprod-staging");
    for (const { id } of attachments) expect(names.join(" ")).toContain(id);
    const wrong = await system.json(["confirm", asked.view.case, "prod-data"]);
    expect(wrong.code).toBe(2);
    const confirmed = await system.follow(["confirm", asked.view.case, ...names]);
    expect(needed(confirmed.view.verdict?.approvals)).toEqual(["compliance", "network", "security"]);
    const { code, view } = await approved(asked.view.case, "network", "security", "compliance");
    expect([code, view.state]).toEqual([0, "done"]);
    expect((await resources("attachments")).some(({ segment }) => segment === "nonprodstaging")).toBe(false);
  });

  test("one that there is not is asked about or not found, and nothing goes", async () => {
    const { code } = await system.follow(["request", "Delete the segment prod-nowhere"]);
    expect([4, 6]).toContain(code);
  });
});
