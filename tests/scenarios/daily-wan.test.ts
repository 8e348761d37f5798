import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type System, startSystem } from "../harness/system.ts";

/*
 * The daily work on a core network, as people ask for it: what opens is shown before anybody says yes, non-production goes alone,
 * production asks network and security, and every change can be taken back.
 */
let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

interface Listed {
  readonly id: string;
  readonly state?: string;
  readonly segment?: string | null;
  readonly tags: Readonly<Record<string, string>>;
}

async function resources(part: string): Promise<Listed[]> {
  const { json } = await system.json(["estate", "show"]);
  return (json["parts"] as Record<string, { resources: Listed[] }>)[part]?.resources ?? [];
}

async function named(part: string, name: string): Promise<Listed> {
  const found = (await resources(part)).find(({ tags }) => tags["Name"] === name);
  if (!found) throw new TypeError(`the sample has no ${part} called ${name}`);
  return found;
}

const roles = (approvals: readonly { readonly role: string }[] | undefined) =>
  approvals?.map(({ role }) => role).sort();

describe("sharing segments", () => {
  test("in non-production it runs alone, with the flows that open shown", async () => {
    const { code, view } = await system.follow(["request", "Share the segment nonprod-dev with nonprod-test"]);
    expect(view.reason).toBeDefined();
    expect([code, view.state]).toEqual([0, "done"]);
    expect(view.plan?.steps.map(({ action }) => action)).toEqual(["put_core_network_policy"]);
    expect(view.simulation?.opened.map(({ from, to }) => [from, to].sort().join(" ")).sort()).toEqual([
      "nonprod-dev nonprod-test",
      "nonprod-dev nonprod-test",
    ]);
    expect(view.result?.reconciled).toBe(true);
  });

  test("asked again there is nothing to do, and undone it closes what it had opened", async () => {
    const again = await system.follow(["request", "Share the segment nonprod-dev with nonprod-test"]);
    expect([again.code, again.view.state]).toEqual([0, "closed"]);
    expect(again.view.reason).toMatch(/exchange routes already/);
    const { view } = await system.follow(["request", "Stop sharing the segment nonprod-dev with nonprod-test"]);
    expect(view.state).toBe("done");
    expect(view.simulation?.closed.length).toBe(2);
    expect(view.simulation?.opened).toEqual([]);
  });

  test("with production it asks, and a share of development with production is not let through", async () => {
    const { code, view } = await system.follow(["request", "Share the segment nonprod-dev with prod-data"]);
    expect([code, view.state]).not.toEqual([0, "done"]);
    expect(view.plan?.steps.length).toBe(1);
    expect(view.verdict?.concerns.length).toBeGreaterThan(0);
  });

  test("a missing partner is asked for, from the estate, and the answer becomes part of the request", async () => {
    const { code, view } = await system.follow(["request", "Share the segment nonprod-staging"]);
    expect([code, view.state]).toEqual([4, "waiting_answer"]);
    expect(view.question?.parameter).toBe("with");
    expect(view.question?.choices).toContain("nonprod-test");
    expect(view.question?.choices).not.toContain("nonprod-staging");
    const answered = await system.follow(["answer", view.case, "nonprod-test"]);
    expect([answered.code, answered.view.state]).toEqual([0, "done"]);
    expect(answered.view.intents?.[0]?.parameters).toMatchObject({ with: "nonprod-test" });
  });
});

describe("attachments", () => {
  test("a VPC is attached by its tag; that it newly reaches shared services, which are production, needs two yeses", async () => {
    const vpc = await named("vpcs", "lab-us");
    const asked = await system.follow(["request", `Attach ${vpc.id} to nonprod-dev`]);
    expect([asked.code, asked.view.state]).toEqual([4, "waiting_approval"]);
    expect(roles(asked.view.verdict?.approvals)).toEqual(["network", "security"]);
    expect(asked.view.simulation?.opened).toContainEqual(
      expect.objectContaining({ from: vpc.id, to: "shared-services" }),
    );
    expect(asked.view.plan?.steps.map(({ action }) => action)).toEqual(["create_attachment"]);
    await system.follow(["approve", asked.view.case, "--as", "network"]);
    const { code, view } = await system.follow(["approve", asked.view.case, "--as", "security"]);
    expect([code, view.state]).toEqual([0, "done"]);
    const made = (await resources("attachments")).find((each) => Reflect.get(each, "resource") === vpc.id);
    expect(made).toMatchObject({ state: "AVAILABLE", segment: "nonproddev", tags: { segment: "nonprod-dev" } });
  });

  test("moved to another segment, it gets a rule of its own, and rolled back it is where it was", async () => {
    const { id } = await named("attachments", "test-us");
    const { code, view } = await system.follow(["request", `Move ${id} to nonprod-staging`]);
    expect([code, view.state, view.reason]).toEqual([0, "done", view.reason]);
    expect((await named("attachments", "test-us")).segment).toBe("nonprodstaging");
    const back = await system.follow(["request", `Roll back ${view.case}`]);
    expect(roles(back.view.verdict?.approvals)).toEqual(["network"]);
    const approved = await system.follow(["approve", back.view.case, "--as", "network"]);
    expect([approved.code, approved.view.state]).toEqual([0, "done"]);
    expect((await named("attachments", "test-us")).segment).toBe("nonprodtest");
  });

  test("one that waits in production needs network and security, and its ticket; that it can't be undone is said", async () => {
    const { id } = await named("attachments", "billing-us");
    const ticket = String(
      (await system.json(["ticket", "open", "accept the billing network", "--as", "network"])).json["id"],
    );
    const asked = await system.follow(["request", `Accept ${id}`, "--ticket", ticket]);
    expect([asked.code, asked.view.state]).toEqual([4, "waiting_approval"]);
    expect(roles(asked.view.verdict?.approvals)).toEqual(["network", "security"]);
    expect(asked.view.verdict?.concerns.map(({ id: rule }) => rule)).toContain("way_back.irreversible");
    await system.follow(["approve", asked.view.case, "--as", "network"]);
    const { code, view } = await system.follow(["approve", asked.view.case, "--as", "security"]);
    expect([code, view.state]).toEqual([0, "done"]);
    expect((await named("attachments", "billing-us")).state).toBe("AVAILABLE");
  });

  test("a name that the estate does not know is not found, and nothing is asked", async () => {
    const { code, view } = await system.follow(["request", "Move attachment-0123456789abcdef0 to nonprod-staging"]);
    expect([code, view.state]).toEqual([6, "unavailable"]);
    expect(view.reason).toMatch(/not found/);
  });
});

test("what two production segments exchange goes through the firewalls, once network and security agree", async () => {
  const ticket = String((await system.json(["ticket", "open", "inspect", "--as", "network"])).json["id"]);
  const { code, view } = await system.follow([
    "request",
    "Inspect the traffic between prod-api and prod-data",
    "--ticket",
    ticket,
  ]);
  expect([code, view.state, view.reason]).toEqual([4, "waiting_approval", view.reason]);
  expect(view.simulation).toEqual({ opened: [], closed: [] });
  expect(roles(view.verdict?.approvals)).toEqual(["network", "security"]);
  await system.follow(["approve", view.case, "--as", "network"]);
  expect((await system.follow(["approve", view.case, "--as", "security"])).view.state).toBe("done");
  const reach = await system.json(["reach", "prod-api", "prod-data", "--port", "5432"]);
  expect(JSON.stringify(reach.json)).toMatch(/inspection|firewall/);
});

test("several requests in one sentence are one plan; where one part can't be planned none runs", async () => {
  const before = JSON.stringify(await resources("core_networks"));
  const { view } = await system.follow([
    "request",
    "Share the segment nonprod-dev with nonprod-staging. Move attachment-0123456789abcdef0 to nonprod-staging.",
  ]);
  expect(view.state).toBe("unavailable");
  expect(JSON.stringify(await resources("core_networks"))).toBe(before);
  const both = await system.follow([
    "request",
    "Share the segment nonprod-dev with nonprod-staging. Stop sharing the segment nonprod-staging with nonprod-test.",
  ]);
  expect(both.view.intents?.map(({ type }) => type)).toEqual(["share_segments", "share_segments"]);
  expect([both.code, both.view.state, both.view.reason]).toEqual([0, "done", both.view.reason]);
  expect(both.view.plan?.steps.length).toBe(2);
});
