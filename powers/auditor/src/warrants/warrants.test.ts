import { get, list, toWire } from "@trias/estate";
import { buildIsolateInstance, parsePlan, simulateAction } from "@trias/plan";
import { type Envelope, PAYLOAD_TYPES, signStatement, type Warrant } from "@trias/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleFinding } from "../__fixtures__/company-wan.ts";
import { poolOf } from "../__fixtures__/database.ts";
import { Stage } from "../__fixtures__/stage.ts";
import { keys, openWith } from "../__fixtures__/world.ts";
import { caseList, caseView, feedItems } from "../api/case-api.ts";
import { acceptReport } from "../executions/accept-report.ts";
import { databaseOver } from "../main/database.ts";
import { issueWarrant } from "./issue.ts";

let stage: Stage;
let n = 0;
beforeAll(async () => {
  const caps = {
    containment_per_hour: 1000,
    containment_per_segment_per_hour: 1000,
    block_ip_per_hour: 1000,
    emergency_tickets_per_hour: 1000,
    never_last_healthy_target: true,
  };
  stage = await Stage.open({ charter: { "caps.json": caps } });
}, 60_000);
afterAll(() => stage.close(), 60_000);

/** A finding on an instance of its own, judged and ready. */
async function ready(): Promise<{ id: string; plan: Uint8Array; instance: string }> {
  const { estate } = stage.world;
  const targets = new Set(
    list(estate, "load_balancers").flatMap(({ listeners }) => listeners.flatMap((one) => one.targets)),
  );
  const running = list(estate, "instances").filter(({ id, state }) => state === "running" && !targets.has(id));
  const instance = running[n]?.id ?? "";
  n += 1;
  const event = sampleFinding();
  const detail = event["detail"] as { resource: { instanceDetails: object } };
  const resource = {
    ...detail.resource,
    instanceDetails: { ...detail.resource.instanceDetails, instanceId: instance },
  };
  const { case: id } = await stage.world.event({ ...event, id: `e${n}`, detail: { ...detail, id: `f${n}`, resource } });
  const plan = await stage.bytes(id, buildIsolateInstance(stage.world.estate, instance, "mining"));
  expect((await stage.judge(id, plan)).state).toBe("ready");
  return { id, plan, instance };
}

function predicateOf(envelope: Envelope): Warrant["predicate"] {
  return JSON.parse(Buffer.from(envelope.payload, "base64").toString("utf8")).predicate;
}

describe("warrants", () => {
  test("a repeated request gets the same one; two at once get one", async () => {
    const { id, plan } = await ready();
    const [first, second] = await Promise.all([stage.issued(id, plan), stage.issued(id, plan)]);
    expect(second).toEqual(first);
    expect(await stage.issued(id, plan)).toEqual(first);
    const { expires, not_before } = predicateOf(first);
    expect(Date.parse(expires) - Date.parse(not_before)).toBeLessThanOrEqual(300_000);
  });

  test("an executor that is not enrolled gets none, and neither does a plan that was not judged", async () => {
    const { id, plan } = await ready();
    const plan_digest = parsePlan(plan).rawDigest;
    const stranger = { case: id, plan_digest, executor_key: keys.estate.publicKey };
    await expect(issueWarrant(stage.world.auditor, stranger)).rejects.toMatchObject({ code: "forbidden" });
    const other = await stage.bytes(id, buildIsolateInstance(stage.world.estate, (await ready()).instance, "other"));
    await expect(stage.warrant(id, other)).rejects.toMatchObject({ code: "conflict" });
  });

  test("none is issued on what has changed since, noticed by the collector or not; a new plan is asked for", async () => {
    const { id, plan, instance } = await ready();
    const own = list(stage.world.estate, "interfaces").find((one) => one.instance === instance);
    const action = {
      action: "tag_resource",
      target: own?.id ?? "",
      parameters: { part: "interfaces", tags: { owner: "x" } },
    };
    await stage.world.change(simulateAction(stage.world.estate, action), true);
    expect(await stage.warrant(id, plan)).toMatchObject({
      outcome: "stale",
      changed: expect.arrayContaining([{ part: "interfaces", id: own?.id }]),
    });
    const { items } = await feedItems(stage.world.auditor, { after: 0, wait: 0 });
    expect(items.at(-1)).toMatchObject({ case: id, kind: "plan", round: 2 });
    expect(await stage.warrant(id, plan)).toMatchObject({ outcome: "waiting", state: "planning" });
    await stage.world.sendSnapshot();
    const again = await stage.bytes(id, buildIsolateInstance(stage.world.estate, instance, "mining"), 2);
    expect((await stage.judge(id, again)).state).toBe("ready");
    await stage.issued(id, again);
  });

  test("an expired one is followed by another only once nobody could redeem it any more", async () => {
    const { id, plan } = await ready();
    const first = predicateOf(await stage.issued(id, plan));
    stage.world.clock.advance(121_000);
    await stage.world.sendSnapshot();
    expect((await stage.warrant(id, plan)).outcome).toBe("waiting");
    stage.world.clock.advance(31_000);
    await stage.world.sendSnapshot();
    expect(predicateOf(await stage.issued(id, plan)).id).not.toBe(first.id);
  });

  test("after an execution the same one is given out, and no other ever", async () => {
    const { id, plan } = await ready();
    const warrant = await stage.issued(id, plan);
    await stage.world.execute(warrant, plan);
    expect((await stage.ended(id)).state).toBe("done");
    stage.world.clock.advance(3_600_000);
    expect(await stage.issued(id, plan)).toEqual(warrant);
    await stage.world.sendSnapshot();
  });

  test("it proves consistency from what the executor accepted last", async () => {
    const { id, plan } = await ready();
    const { consistency, verdict } = predicateOf(await stage.issued(id, plan));
    expect(consistency.from).toBeGreaterThan(0);
    expect(consistency.to).toBeGreaterThan(verdict.proof.index);
  });
});

describe("reports", () => {
  test("the same report again changes nothing; another under its number and one of another key are refused", async () => {
    const { id, plan } = await ready();
    const predicate = predicateOf(await stage.issued(id, plan));
    const report = await stage.world.report(predicate, 0, "redeemed", []);
    const { timeline } = await stage.view(id);
    const send = (value: unknown, signer = keys.report) =>
      acceptReport(stage.world.auditor, signStatement(PAYLOAD_TYPES.report, value, signer));
    await send(report);
    expect((await stage.view(id)).timeline).toEqual(timeline);
    await expect(send({ ...report, message: "another" })).rejects.toThrow(/another report 0/);
    await expect(send({ ...report, sequence: 1 }, keys.estate)).rejects.toThrow(/no signature/);
    await expect(send({ ...report, warrant: "0".repeat(32) })).rejects.toThrow(/no warrant/);
    expect((await stage.view(id)).state).toBe("executing");
  });

  test("what is not as predicted opens an incident that security closes", async () => {
    const { id, plan, instance } = await ready();
    const predicate = predicateOf(await stage.issued(id, plan));
    await stage.world.report(predicate, 0, "redeemed", []);
    // The executor says that it did everything, and did nothing.
    const time = new Date(stage.world.clock.now()).toISOString();
    const steps = parsePlan(plan).plan.steps.map((step) => ({
      step: step.id,
      direction: "do" as const,
      status: "done" as const,
      after: [],
      message: "",
      started: time,
      finished: time,
      ...(step.action === "create_security_group" ? { created: "sg-0123456789abcdef0" } : {}),
    }));
    await stage.world.report(predicate, 1, "executed", steps);
    const seen = await stage.ended(id);
    expect(seen).toMatchObject({ state: "done", result: { reconciled: false } });
    expect(seen.reason).toContain("not as predicted");
    const { cases } = await caseList(stage.world.auditor, { limit: 1 });
    const opened = await stage.view(cases[0]?.case ?? "");
    expect(opened).toMatchObject({ kind: "incident", state: "waiting_answer", question: { choices: ["close"] } });
    expect(await stage.answer(opened.case, "close", stage.world.person("security"))).toMatchObject({ state: "closed" });
    expect(get(stage.world.estate, "instances", instance)).toBeDefined();
  });

  test("a rollback that left the start behind is told from one that did not", async () => {
    const { id, plan } = await ready();
    const predicate = predicateOf(await stage.issued(id, plan));
    await stage.world.report(predicate, 0, "rolled_back", []);
    expect(await stage.ended(id)).toMatchObject({ state: "rolled_back", result: { reconciled: true } });
  });
});

test("after a restart every case is where it was, and an older estate is refused", async () => {
  const { id } = await ready();
  const seen = await stage.view(id);
  const pool = poolOf(stage.url);
  const again = await openWith({ database: databaseOver(pool), estate: stage.world.estate }, stage.world.clock);
  expect(await caseView(again, id, { after: 0, wait: 0 })).toMatchObject({
    state: "ready",
    verdict: seen.verdict ?? {},
  });
  const older = { ...toWire(stage.world.estate), serial: stage.world.estate.serial - 1 };
  const stale = again.holder.accept(signStatement(PAYLOAD_TYPES.estate, older, keys.estate));
  await expect(stale).rejects.toThrow(/older than what was heard/);
  await expect(again.holder.accept(signStatement(PAYLOAD_TYPES.estate, older, keys.report))).rejects.toThrow(
    /no signature/,
  );
  again.stop();
  await pool.close();
});
