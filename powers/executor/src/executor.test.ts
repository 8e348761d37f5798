import { canonicalJson } from "@trias/core";
import { list } from "@trias/estate";
import { buildCreateSegment, buildIsolateInstance, contentDifferences } from "@trias/plan";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  companyWan,
  createWorld,
  idOf,
  propose,
  throwAwayCluster,
  type WarrantChanges,
  type World,
  warrantFor,
} from "./__fixtures__/world.ts";
import type { Engine } from "./engine.ts";
import { execute, follow } from "./service.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let cluster: Awaited<ReturnType<typeof throwAwayCluster>>;
let world: World;
let engine: Engine;
beforeAll(async () => {
  cluster = await throwAwayCluster();
});
afterAll(() => cluster.stop());
beforeEach(async () => {
  world = await createWorld(cluster);
  engine = await world.start();
});
afterEach(() => world.close());

const [first, second] = list(companyWan, "instances").map(({ id }) => id);
const isolate = (instance = first ?? "") => propose(buildIsolateInstance(companyWan, instance, "mining").steps);
const isolation = isolate();
const segment = propose(
  buildCreateSegment(companyWan, { purpose: "machine learning", environment: "non-production" }).steps,
);

function permit(proposal = isolation, changes: WarrantChanges = {}) {
  return warrantFor(world.auditor, world.executorKey, world.estate(), proposal, Date.now(), changes);
}
const keys = (id: string, steps: readonly { id: string }[]) => steps.map((step) => `${id}/${step.id}/do`);

test("a warrant is carried out step by step, and reported to its end", async () => {
  const warrant = permit(segment);
  const { execution, report } = await execute(engine.service, warrant, segment.planText);
  expect(report).toMatchObject({ state: "redeemed", sequence: 0, warrant: idOf(warrant) });
  const end = await world.ended(execution);
  expect(end).toMatchObject({ state: "executed", message: "every step was done as predicted" });
  expect(end.steps.map(({ step, status }) => `${step} ${status}`)).toEqual(
    segment.plan.steps.map(({ id }) => `${id} done`),
  );
  expect(world.done()).toEqual(keys(execution, segment.plan.steps));
  expect(world.auditor.reports.at(-1)?.state).toBe("executed");
  const sequences = world.auditor.reports.map(({ sequence }) => sequence);
  expect(sequences).toEqual([...new Set(sequences)].sort((a, b) => a - b));
  const wanted = segment.plan.steps.flatMap(({ id }) => [`begin ${id}/do`, `end ${id}/do`]);
  const logged = world.lines.map((line) => JSON.parse(line)).filter(({ step }) => /^s\d/.test(step ?? ""));
  expect(logged.map(({ event, step }) => `${event} ${step}`)).toEqual(wanted);
});

test("the same warrant again is answered with its execution, even when it has expired, and does nothing", async () => {
  const warrant = permit();
  const { execution } = await execute(engine.service, warrant, isolation.planText);
  await world.ended(execution);
  world.clock.skew = 3_600_000;
  const again = await execute(engine.service, warrant, isolation.planText);
  expect(again).toMatchObject({ execution, report: { state: "executed" } });
  expect(world.done()).toEqual(keys(execution, isolation.plan.steps));
});

test("of many redemptions at once, one counts", async () => {
  const warrant = permit();
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => execute(engine.service, warrant, isolation.planText)),
  );
  expect(new Set(answers.map(({ execution }) => execution)).size).toBe(1);
  await world.ended(idOf(warrant));
  expect(world.done()).toEqual(keys(idOf(warrant), isolation.plan.steps));
});

test("an id that was used for another plan is refused", async () => {
  const warrant = permit();
  await world.ended((await execute(engine.service, warrant, isolation.planText)).execution);
  const other = isolate(second);
  const forged = permit(other, { predicate: { id: idOf(warrant) } });
  await expect(execute(engine.service, forged, other.planText)).rejects.toMatchObject({ code: "conflict" });
});

test("a warrant that has expired is refused, and stays unused", async () => {
  const warrant = permit();
  world.clock.skew = 200_000;
  await expect(execute(engine.service, warrant, isolation.planText)).rejects.toMatchObject({ code: "forbidden" });
  expect(world.done()).toEqual([]);
  expect((await world.pool.query("select from used_warrant")).count).toBe(0);
});

test("what has changed since it was judged is not touched, and the warrant stays unused", async () => {
  const warrant = permit();
  const nic = list(companyWan, "interfaces").find((item) => item.instance === first);
  world.drift("tag_resource", nic?.id ?? "", { part: "interfaces", tags: { touched: "yes" } });
  await expect(execute(engine.service, warrant, isolation.planText)).rejects.toMatchObject({ code: "conflict" });
  expect((await world.pool.query("select from used_warrant")).count).toBe(0);
});

test("a plan that touches what the warrant does not name is refused", async () => {
  const { touches } = JSON.parse(Buffer.from(permit().payload, "base64").toString()).predicate;
  const short = permit(isolation, {
    predicate: { touches: touches.filter(({ part }: { part: string }) => part !== "interfaces") },
  });
  await expect(execute(engine.service, short, isolation.planText)).rejects.toThrow();
  expect(world.done()).toEqual([]);
});

test("a warrant for another cloud is refused", async () => {
  const elsewhere = permit(isolation, { predicate: { lineage: "0".repeat(32) } });
  await expect(execute(engine.service, elsewhere, isolation.planText)).rejects.toMatchObject({ at: "lineage" });
});

test("while one execution changes a resource, no other touches it", async () => {
  const held = Promise.withResolvers<void>();
  world.faults.act = async (call) => {
    await held.promise;
    return world.cloud.act(call);
  };
  const { execution } = await execute(engine.service, permit(), isolation.planText);
  const rival = permit();
  await expect(execute(engine.service, rival, isolation.planText)).rejects.toMatchObject({
    code: "conflict",
    remedy: "retry",
  });
  const neighbour = isolate(second);
  const beside = await execute(engine.service, permit(neighbour), neighbour.planText);
  held.resolve();
  expect((await world.ended(execution)).state).toBe("executed");
  expect((await world.ended(beside.execution)).state).toBe("executed");
  expect((await world.pool.query("select from used_warrant where id = $1", [idOf(rival)])).count).toBe(0);
  expect((await world.pool.query("select from resource_lock")).count).toBe(0);
});

test("a log that was rewritten since the last warrant is refused", async () => {
  await world.ended((await execute(engine.service, permit(), isolation.planText)).execution);
  const { tree } = world.auditor;
  tree.truncate(0);
  world.auditor.append({ forged: 1 });
  world.auditor.append({ forged: 2 });
  const other = isolate(second);
  await expect(execute(engine.service, permit(other), other.planText)).rejects.toThrow("not a continuation");
});

test("a proof that does not line up is fetched, and an auditor that is down means that nothing executes", async () => {
  await world.ended((await execute(engine.service, permit(), isolation.planText)).execution);
  world.auditor.believed = 0;
  world.auditor.append({ more: 1 });
  const other = isolate(second);
  const warrant = permit(other);
  world.auditor.down = true;
  await expect(execute(engine.service, warrant, other.planText)).rejects.toThrow();
  world.auditor.down = false;
  expect((await world.ended((await execute(engine.service, warrant, other.planText)).execution)).state).toBe(
    "executed",
  );
});

test("reports wait for an auditor that is down, and come in order", async () => {
  world.auditor.down = true;
  const { execution } = await execute(engine.service, permit(), isolation.planText);
  expect((await follow(engine.service, execution, 60)).report.state).toBe("executed");
  expect(world.auditor.reports).toEqual([]);
  world.auditor.down = false;
  await world.ended(execution);
  expect(world.auditor.reports.at(-1)?.state).toBe("executed");
  expect((await world.pool.query("select from outbox")).count).toBeLessThanOrEqual(1);
});

test("what an execution did is what the plan's simulation had said", async () => {
  const planned = buildIsolateInstance(companyWan, first ?? "", "mining").after;
  await world.ended((await execute(engine.service, permit(), isolation.planText)).execution);
  const differences = contentDifferences(planned, world.estate()).map(({ part, after }) => [part, after?.id]);
  const made = differences.map(([, id]) => id).filter((id) => id !== undefined);
  expect(canonicalJson(made)).not.toContain("planned:");
});
