import { list } from "@trias/estate";
import { RefusalError } from "@trias/link";
import { buildIsolateInstance, contentDifferences } from "@trias/plan";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import {
  companyWan,
  createWorld,
  propose,
  throwAwayCluster,
  type WarrantChanges,
  type World,
  warrantFor,
} from "./__fixtures__/world.ts";
import type { Engine } from "./engine.ts";
import { halt, resume } from "./halt.ts";
import { execute } from "./service.ts";

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

const instance = list(companyWan, "instances")[0]?.id ?? "";
const nic = list(companyWan, "interfaces").find((item) => item.instance === instance)?.id ?? "";
const plan = propose(buildIsolateInstance(companyWan, instance, "mining").steps);
const last = plan.plan.steps.at(-1)?.id ?? "";
const forward = (id: string) => plan.plan.steps.map((step) => `${id}/${step.id}/do`);

function permit(changes: WarrantChanges = {}) {
  return warrantFor(world.auditor, world.executorKey, world.estate(), plan, Date.now(), changes);
}
const neighbour = list(companyWan, "instances")[1]?.id ?? "";
const other = propose(buildIsolateInstance(companyWan, neighbour, "mining").steps);
const permitOther = () => warrantFor(world.auditor, world.executorKey, companyWan, other, Date.now());
function soon(ms: number): WarrantChanges {
  const at = new Date(Date.now() + ms).toISOString();
  return { predicate: { expires: at, deadline: at } };
}
const isLast = (key: string) => key.endsWith(`/${last}/do`);
const unchanged = () => contentDifferences(companyWan, world.estate());

describe("a cloud that fails", () => {
  test("a step that it refuses is taken back with all before it, newest first", async () => {
    world.faults.act = async (call) => {
      if (isLast(call.key)) throw new RefusalError("bad_request", "refused by the cloud");
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    const report = await world.ended(execution);
    expect(report.state).toBe("rolled_back");
    expect(report.message).toContain("refused by the cloud");
    expect(report.steps.find(({ step, direction }) => step === last && direction === "do")?.status).toBe("failed");
    expect(unchanged()).toEqual([]);
  });

  test.each([
    ["an answer that is lost after it was done", new RefusalError("unreachable", "reset", { at: "answer" }), true],
    ["an answer that never comes though it was done", new RefusalError("timeout", "no answer"), true],
    ["a request that never arrives", new RefusalError("unreachable", "refused", { at: "connect" }), false],
    ["a throttle", new RefusalError("throttled", "slow down"), false],
    ["a fault of its own", new RefusalError("internal", "fault"), false],
  ])("%s: the step is done once", async (_, error, done) => {
    let failures = 3;
    world.faults.act = async (call) => {
      failures -= 1;
      if (failures < 0) return world.cloud.act(call);
      if (done) await world.cloud.act(call);
      throw error;
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    expect((await world.ended(execution)).state).toBe("executed");
    expect(world.done()).toEqual(forward(execution));
  });

  test("an operation that may still be on its way at the deadline has an unknown outcome, and nothing more is done", async () => {
    engine.close();
    engine = await world.start({ settleMs: 200 });
    world.faults.act = async (call) => {
      if (isLast(call.key)) throw new RefusalError("timeout", "no answer");
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(soon(600)), plan.planText);
    const report = await world.ended(execution);
    expect(report.state).toBe("unknown");
    expect(world.done()).toEqual(forward(execution).slice(0, -1));
  });

  test("one that can't have arrived by the deadline was not done: the way back runs past the deadline", async () => {
    world.faults.act = async (call) => {
      if (isLast(call.key)) throw new RefusalError("unreachable", "refused", { at: "connect" });
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(soon(600)), plan.planText);
    expect((await world.ended(execution)).state).toBe("rolled_back");
    expect(unchanged()).toEqual([]);
  });

  test("a way back that it refuses is a failure, never a success", async () => {
    world.faults.act = async (call) => {
      if (isLast(call.key) || call.key.endsWith("/undo")) throw new RefusalError("conflict", "in use");
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    const report = await world.ended(execution);
    expect(report.state).toBe("failed");
    expect(report.message).toContain("the way back fails");
  });

  test("what it did otherwise than predicted is taken back", async () => {
    world.faults.act = async (call) => {
      const result = await world.cloud.act(call);
      if (isLast(call.key)) world.drift("tag_resource", nic, { part: "interfaces", tags: { more: "yes" } });
      return result;
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    const report = await world.ended(execution);
    expect(report.message).toContain(`\`interfaces/${nic}\` is not as predicted`);
    expect(report.state).not.toBe("executed");
    expect(report.steps.some(({ step, direction }) => step === last && direction === "undo")).toBe(true);
  });

  test("a change from outside between two steps stops it, and what was done is taken back", async () => {
    world.faults.act = async (call) => {
      const result = await world.cloud.act(call);
      if (call.key.endsWith("/s1/do")) world.drift("tag_resource", nic, { part: "interfaces", tags: { more: "yes" } });
      return result;
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    const report = await world.ended(execution);
    expect(report.state).toBe("rolled_back");
    expect(report.message).toContain("is not as it was judged");
    expect(unchanged().map(({ part, id }) => `${part}/${id}`)).toEqual([`interfaces/${nic}`]);
  });
});

describe("killed and started again", () => {
  const boundaries = plan.plan.steps.flatMap(({ id }) => [
    [`before ${id} is done`, id, false] as const,
    [`after ${id} is done and before it is written down`, id, true] as const,
  ]);
  test.each(boundaries)("%s, it goes on where it was, and nothing is done twice", async (_, id, done) => {
    const reached = Promise.withResolvers<void>();
    world.faults.act = async (call) => {
      if (!call.key.endsWith(`/${id}/do`)) return world.cloud.act(call);
      if (done) await world.cloud.act(call);
      reached.resolve();
      return new Promise(() => undefined);
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    await reached.promise;
    delete world.faults.act;
    await world.start();
    expect((await world.ended(execution)).state).toBe("executed");
    expect(world.done()).toEqual(forward(execution));
  });

  test.each(plan.plan.steps.map(({ id }) => id).slice(0, -1))(
    "while it takes %s back, it goes on with the way back",
    async (id) => {
      const reached = Promise.withResolvers<void>();
      world.faults.act = async (call) => {
        if (isLast(call.key)) throw new RefusalError("bad_request", "refused");
        if (!call.key.endsWith(`/${id}/undo`)) return world.cloud.act(call);
        await world.cloud.act(call);
        reached.resolve();
        return new Promise(() => undefined);
      };
      const { execution } = await execute(engine.service, permit(), plan.planText);
      await reached.promise;
      delete world.faults.act;
      await world.start();
      expect((await world.ended(execution)).state).toBe("rolled_back");
      expect(unchanged()).toEqual([]);
      expect(new Set(world.done()).size).toBe(world.done().length);
    },
  );

  test("an older process that still runs can't write any more, and ends", async () => {
    const held = Promise.withResolvers<void>();
    world.faults.act = async (call) => {
      await held.promise;
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    const older = engine;
    const ended = vi.waitFor(() => expect(world.fatal).toBeDefined(), { timeout: 20_000 });
    await world.start();
    held.resolve();
    await ended;
    expect(world.fatal).toMatchObject({ code: "superseded" });
    await expect(execute(older.service, permitOther(), other.planText)).rejects.toMatchObject({ code: "superseded" });
    world.fatal = undefined;
    expect((await world.ended(execution)).state).toBe("executed");
    expect(world.done()).toEqual(forward(execution));
  });

  test("it refuses to start, and to redeem, on a clock that went back", async () => {
    await world.ended((await execute(engine.service, permit(), plan.planText)).execution);
    world.clock.skew = -60_000;
    await expect(world.start()).rejects.toMatchObject({ at: "clock" });
    const warrant = warrantFor(world.auditor, world.executorKey, companyWan, plan, Date.now() - 60_000);
    await expect(execute(engine.service, warrant, plan.planText)).rejects.toMatchObject({ at: "clock" });
  });
});

describe("halted", () => {
  const ada = { person: { iss: "https://identity.example", sub: "ada" }, groups: ["developer"] };
  const eve = { ...ada, groups: ["network"] };
  const clock = { now: Date.now, monotonic: () => 0, sleep: async () => undefined };

  test("nothing is redeemed, and the warrant stays unused", async () => {
    await halt(world.database, clock, ada, "look at this first");
    const warrant = permit();
    await expect(execute(engine.service, warrant, plan.planText)).rejects.toMatchObject({ at: "halt" });
    await resume(world.database, clock, eve);
    expect((await world.ended((await execute(engine.service, warrant, plan.planText)).execution)).state).toBe(
      "executed",
    );
  });

  test("it stops before the next step, and goes on once a person takes it back", async () => {
    world.faults.act = async (call) => {
      const result = await world.cloud.act(call);
      if (call.key.endsWith("/s1/do")) await halt(world.database, clock, ada, "stop");
      return result;
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    await vi.waitFor(() => expect(world.lines.some((line) => line.includes('"halted"'))).toBe(true), 20_000);
    expect(world.done()).toEqual(forward(execution).slice(0, 1));
    await resume(world.database, clock, eve);
    expect((await world.ended(execution)).state).toBe("executed");
  });

  test("a local file does the same", async () => {
    world.faults.act = async (call) => {
      world.halt = "the file is there";
      return world.cloud.act(call);
    };
    const { execution } = await execute(engine.service, permit(), plan.planText);
    await vi.waitFor(() => expect(world.lines.some((line) => line.includes('"halted"'))).toBe(true), 20_000);
    expect(world.done()).toEqual(forward(execution).slice(0, 1));
    await expect(execute(engine.service, permitOther(), other.planText)).rejects.toMatchObject({ at: "halt" });
    delete world.faults.act;
    world.halt = undefined;
    expect((await world.ended(execution)).state).toBe("executed");
  });

  test("a developer can't take it back", async () => {
    await halt(world.database, clock, eve, "stop");
    await expect(resume(world.database, clock, ada)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("without the database no step starts; when it is back, the execution goes on", async () => {
  world.faults.act = async (call) => {
    const result = await world.cloud.act(call);
    if (call.key.endsWith("/s1/do")) world.storeGone = true;
    return result;
  };
  const { execution } = await execute(engine.service, permit(), plan.planText);
  await vi.waitFor(() => expect(world.lines.some((line) => line.includes("store_unavailable"))).toBe(true), 20_000);
  expect(world.done()).toEqual(forward(execution).slice(0, 1));
  delete world.faults.act;
  world.storeGone = false;
  expect((await world.ended(execution)).state).toBe("executed");
  expect(world.done()).toEqual(forward(execution));
});

test("used ids can't be changed or removed by the executor's own login", async () => {
  await world.ended((await execute(engine.service, permit(), plan.planText)).execution);
  await expect(world.pool.query("delete from used_warrant")).rejects.toThrow("permission denied");
  await expect(world.pool.query("update used_warrant set id = 'x'")).rejects.toThrow("permission denied");
});
