import { buildBlockAddress } from "@trias/plan";
import type { Role } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Stage } from "../__fixtures__/stage.ts";
import { feedItems, inbox } from "../api/case-api.ts";
import { personCaller } from "../people/caller.ts";
import { openTicket } from "../tickets/tickets.ts";

let stage: Stage;
let n = 0;
beforeAll(async () => {
  stage = await Stage.open();
}, 60_000);
afterAll(() => stage.close(), 60_000);

const developer = () => stage.world.person("developer");
const architect = () => stage.world.person("network-architect");

/** A case that was judged and waits for the network architect. */
async function waiting(requester = developer()): Promise<{ id: string; plan: Uint8Array }> {
  n += 1;
  const purpose = `team ${String.fromCharCode(96 + n).repeat(4)}`;
  const id = await stage.segmentCase(purpose, requester);
  const { intents } = await stage.view(id);
  const named = intents?.[0]?.parameters["purpose"];
  const plan = await stage.bytes(id, stage.segmentPlan(typeof named === "string" ? named : purpose));
  expect((await stage.judge(id, plan)).state).toBe("waiting_approval");
  return { id, plan };
}

async function approve(id: string, role: Role, caller = stage.world.person(role)) {
  return stage.decide(id, { kind: "approve", ...(await stage.bound(id)), role }, caller);
}

describe("approvals", () => {
  test("the inbox asks exactly those who may answer, in the auditor's words", async () => {
    const { id } = await waiting();
    const items = async (role: Role) => (await inbox(stage.world.auditor, stage.world.person(role))).items;
    expect((await items("network-architect")).find((item) => item.case === id)?.ask).toMatch(/^Approve or reject/);
    expect((await items("finance")).some((item) => item.case === id)).toBe(false);
    expect((await items("developer")).some((item) => item.case === id)).toBe(false);
  });

  test("who asked can't approve, whatever roles they hold", async () => {
    const requester = { ...developer(), roles: ["developer", "network-architect"] as const };
    const { id } = await waiting(requester);
    await expect(approve(id, "network-architect", requester)).rejects.toThrow(/can't approve/);
  });

  test("a role that the person does not hold, or that is not asked, is refused", async () => {
    const { id } = await waiting();
    await expect(approve(id, "network-architect", stage.world.person("finance"))).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(approve(id, "finance")).rejects.toThrow(/no decision of `finance` is missing/);
  });

  test("digests and nonce of another verdict are refused", async () => {
    const { id } = await waiting();
    const other = await stage.bound((await waiting()).id);
    const own = await stage.bound(id);
    for (const wrong of [
      { ...own, plan_digest: other.plan_digest },
      { ...own, verdict_digest: other.verdict_digest },
      { ...own, nonce: other.nonce },
    ]) {
      const decision = stage.decide(id, { kind: "approve", ...wrong, role: "network-architect" }, architect());
      await expect(decision).rejects.toThrow(/another plan or verdict/);
    }
    expect(await approve(id, "network-architect")).toMatchObject({ state: "ready" });
  });

  test("the same yes twice is one, and the planner is told once to execute", async () => {
    const { id } = await waiting();
    const bound = await stage.bound(id);
    const yes = { kind: "approve" as const, ...bound, role: "network-architect" as const };
    await Promise.all([stage.decide(id, yes, architect()), stage.decide(id, yes, architect())]);
    const { items } = await feedItems(stage.world.auditor, { after: 0, wait: 0 });
    expect(items.filter((item) => item.case === id && item.kind === "execute")).toHaveLength(1);
  });

  test("a no ends the case and stops the planner", async () => {
    const { id } = await waiting();
    const no = {
      kind: "reject" as const,
      ...(await stage.bound(id)),
      role: "network-architect" as const,
      reason: "no",
    };
    expect(await stage.decide(id, no, architect())).toMatchObject({ state: "rejected" });
    expect((await stage.view(id)).verdict?.approvals).toMatchObject([{ status: "rejected" }]);
    const { items } = await feedItems(stage.world.auditor, { after: 0, wait: 0 });
    expect(items.at(-1)).toMatchObject({ case: id, kind: "stop" });
  });

  test("a revised request voids the approval, and the old plan gets no warrant", async () => {
    const { id, plan } = await waiting();
    const bound = await stage.bound(id);
    await approve(id, "network-architect");
    const revise = { kind: "revise" as const, parameters: { name: "nonprod-renamed" } };
    expect(await stage.decide(id, revise, developer())).toMatchObject({ state: "planning" });
    expect((await stage.warrant(id, plan)).outcome).toBe("waiting");
    const again = stage.decide(id, { kind: "approve", ...bound, role: "network-architect" }, architect());
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    await expect(stage.judge(id, await stage.bytes(id, stage.segmentPlan("late"), 1))).rejects.toThrow(/round 1/);
  });

  test("only who asked revises and withdraws; what nothing takes is refused", async () => {
    const { id } = await waiting();
    const revise = { kind: "revise" as const, parameters: { name: "nonprod-other" } };
    await expect(stage.decide(id, revise, architect())).rejects.toMatchObject({ code: "forbidden" });
    const nonsense = { kind: "revise" as const, parameters: { colour: "blue" } };
    await expect(stage.decide(id, nonsense, developer())).rejects.toThrow(/takes `colour`/);
    await expect(stage.decide(id, { kind: "withdraw", reason: "" }, architect())).rejects.toThrow(/may not withdraw/);
    expect(await stage.decide(id, { kind: "withdraw", reason: "" }, developer())).toMatchObject({ state: "withdrawn" });
    await expect(stage.decide(id, { kind: "cancel", reason: "" }, developer())).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("a case that may be executing can't be cancelled", async () => {
    const { id, plan } = await waiting();
    await approve(id, "network-architect");
    await stage.issued(id, plan);
    await expect(stage.decide(id, { kind: "cancel", reason: "" }, developer())).rejects.toThrow(/a warrant is out/);
  });
});

describe("answers", () => {
  test("only a choice, to the open question, by who asked", async () => {
    const { case: id } = await stage.request("Add a new microsegment for audio workloads", developer());
    await expect(stage.answer(id, "perhaps", developer())).rejects.toMatchObject({ at: "value" });
    await expect(stage.answer(id, "non-production", architect())).rejects.toMatchObject({ code: "forbidden" });
    const { question } = await stage.view(id);
    const stale = { kind: "answer" as const, nonce: "0".repeat(32), parameter: "environment", value: "production" };
    await expect(stage.decide(id, stale, developer())).rejects.toThrow(/not open/);
    const stray = { ...stale, nonce: question?.nonce ?? "", parameter: "name" };
    await expect(stage.decide(id, stray, developer())).rejects.toMatchObject({ at: "parameter" });
    expect(await stage.answer(id, "non-production", developer())).toMatchObject({ state: "planning" });
    await expect(stage.answer(id, "production", developer())).rejects.toThrow(/not open/);
  });
});

test("a production change without a ticket is vetoed, and with one it goes on", async () => {
  const asked = async (ticket?: string) => {
    const { case: id } = await stage.request("Block 198.51.100.23", developer(), ticket);
    return id;
  };
  const built = () => buildBlockAddress(stage.world.estate, "198.51.100.23");
  const bare = await asked();
  const judged = await stage.judge(bare, await stage.bytes(bare, built()));
  expect(judged.verdict.concerns.map(({ id }) => id)).toContain("P1");
  expect(judged.state).toBe("vetoed");
  const ticket = await stage.world.auditor.writer.write((change) =>
    openTicket(change, { kind: "change", title: "block", openedBy: "x", idempotency: null, caseId: null }),
  );
  const covered = await asked(ticket.id);
  const again = await stage.judge(covered, await stage.bytes(covered, built()));
  expect(again.verdict.concerns.filter(({ level }) => level === "block")).toEqual([]);
  await expect(asked(ticket.id)).rejects.toMatchObject({ at: "ticket" });
});

test("groups that the charter does not know give no role", () => {
  const token = { person: { iss: "i", sub: "s" }, groups: ["admins"], jti: "j", issued: "2026-01-01T00:00:00.000Z" };
  expect(() => personCaller(token, stage.world.auditor.law)).toThrow(/none of your groups/);
});
