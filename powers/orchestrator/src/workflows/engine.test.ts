import { DBOS } from "@dbos-inc/dbos-sdk";
import { digestBytes, TriasError } from "@trias/core";
import { list } from "@trias/estate";
import { createReachEngine } from "@trias/reach";
import { rulesReasoner } from "@trias/reasoning";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { companyWan as estate } from "../__fixtures__/company-wan.ts";
import { caseId, finding, planItem, signer } from "../__fixtures__/feed-item.ts";
import { collectorOf, TestAuditor, TestExecutor, warrantFor } from "../__fixtures__/other-powers.ts";
import { type TestStore, testStore } from "../__fixtures__/store.ts";
import { clock, quietLog, until } from "../__fixtures__/surroundings.ts";
import { Stops } from "../cases/stops.ts";
import { EstateMirror } from "../estate/mirror.ts";
import { FeedPuller } from "../feed/puller.ts";
import { Plans } from "../store/plans.ts";
import { ResourceLocks } from "../store/resource-locks.ts";
import { TraceWriter, traceOf } from "../store/trace.ts";
import { type Engine, launchEngine } from "./engine.ts";

const instances = list(estate, "instances").map(({ id }) => id);
let store: TestStore;
let life: Life;
let n = 0;

interface Life {
  readonly engine: Engine;
  readonly auditor: TestAuditor;
  readonly executor: TestExecutor;
  readonly stops: Stops;
  readonly traces: TraceWriter;
  end(): Promise<void>;
}

/** One life of the process on the same store; ending it leaves open workflows as a kill would. */
async function live(auditor = new TestAuditor(), executor = new TestExecutor()): Promise<Life> {
  const log = quietLog();
  const mirror = new EstateMirror({ collector: collectorOf(estate), pin: signer.publicKey, clock, log });
  mirror.start();
  await mirror.known();
  const stops = await Stops.load(store.pool);
  const traces = new TraceWriter(store.pool, log);
  const database = store.pool;
  const shared = { database, notebook: database, auditor, executor, mirror, stops, traces, clock, log };
  const thinking = {
    reasoner: rulesReasoner,
    adviser: null,
    reach: createReachEngine(),
    receiptPin: signer.publicKey,
    executorPin: signer.publicKey,
  };
  const kept = { plans: new Plans(database), locks: new ResourceLocks(database) };
  const engine = await launchEngine({ databaseUrl: store.url, deps: { ...shared, ...thinking, ...kept } });
  return {
    engine,
    auditor,
    executor,
    stops,
    traces,
    async end() {
      mirror.stop();
      await DBOS.shutdown({ deregister: true });
    },
  };
}

function isolation(): ReturnType<typeof planItem> {
  n += 1;
  return planItem({ n, subject: finding(instances[n] ?? "", `f${n}`), kind: "incident" });
}

async function locked(): Promise<number> {
  return (await store.pool.query("SELECT 1 FROM orchestrator.resource_lock")).count;
}

const ended = (workflow: string) => until(async () => (await DBOS.getWorkflowStatus(workflow))?.status === "SUCCESS");
const never = new Promise<never>(() => undefined);

beforeAll(async () => {
  store = await testStore();
}, 60_000);
afterAll(() => store.close());
beforeEach(async () => {
  life = await live();
}, 30_000);
afterEach(async () => {
  // What is still open would be resumed in the next test's life.
  await until(async () => (await DBOS.listWorkflows({ status: "PENDING" })).length === 0);
  await life.end();
});

describe("a case", () => {
  it("goes from the feed to the end without waiting for another word where the verdict says ready", async () => {
    const item = isolation();
    await life.engine.startPlan(item);
    await until(() => life.auditor.notes.length > 0);
    const [judged] = life.auditor.judged;
    expect(judged?.plan).toMatchObject({ case: item.case, intents: [{ type: "isolate_instance" }] });
    expect(life.executor.executed).toHaveLength(1);
    await until(async () => (await locked()) === 0);
    await life.traces.flush();
    const steps = await until(async () => {
      const found = (await traceOf(store.pool, item.case)).map(({ step }) => step);
      return found.includes("learn") && found.includes("submit") ? found : null;
    });
    expect(steps.toSorted()).toEqual([
      "assess",
      "choose",
      "document",
      "execute",
      "gather",
      "learn",
      "lock",
      "plan",
      "simulate",
      "submit",
      "understand",
      "warrant",
    ]);
  });

  it("holds nothing open while people decide, and goes on when they have", async () => {
    life.auditor.answer = async () => "waiting_approval";
    const item = isolation();
    await life.engine.startPlan(item);
    await ended(`${item.case}.plan.${item.n}`);
    expect(life.executor.executed).toEqual([]);
    const { rows } = await store.pool.query<{ digest: string }>(
      "SELECT digest FROM orchestrator.plan WHERE case_id = $1",
      [item.case],
    );
    const input = { caseId: item.case, planDigest: rows[0]?.digest ?? "", n: item.n + 1 };
    await Promise.all([life.engine.startExecute(input), life.engine.startExecute(input)]);
    await until(() => life.auditor.notes.length > 0);
    expect(life.executor.executed).toEqual([input.planDigest]);
  });

  it("declines what it can't plan, with the reason", async () => {
    n += 1;
    await life.engine.startPlan(planItem({ n, subject: "Test failover to us-west-2" }));
    const declined = await until(() => life.auditor.declined[0]);
    expect(declined).toMatchObject({ case: caseId(n), code: "unavailable", round: 1 });
  });

  it("is begun once, however often its item is seen", async () => {
    const item = isolation();
    await Promise.all([life.engine.startPlan(item), life.engine.startPlan(item)]);
    await life.engine.startPlan(item);
    await until(() => life.auditor.notes.length > 0);
    expect(life.auditor.judged).toHaveLength(1);
    expect(life.executor.executed).toHaveLength(1);
  });

  it("ends where the warrant says stale, or where the case was left to people", async () => {
    const item = isolation();
    life.auditor.warranted = async () => ({ outcome: "stale", changed: [] });
    await life.engine.startPlan(item);
    await until(() => life.auditor.judged.length === 1);
    const other = isolation();
    await until(async () => (await locked()) === 0);
    life.auditor.warranted = async () => ({ outcome: "waiting", state: "waiting_approval", reason: "" });
    await life.engine.startPlan(other);
    await until(() => life.auditor.judged.length === 2);
    await until(async () => (await locked()) === 0);
    expect(life.executor.executed).toEqual([]);
  });

  it("runs anew after it was left to people and they said yes again", async () => {
    const item = isolation();
    life.auditor.warranted = async () => ({ outcome: "waiting", state: "waiting_approval", reason: "" });
    await life.engine.startPlan(item);
    const { bytes } = await until(() => life.auditor.judged[0]);
    const planDigest = digestBytes(bytes);
    await ended(`${item.case}.plan.${item.n}`);
    life.auditor.warranted = async (of, digest) => ({ outcome: "issued", warrant: warrantFor(of, digest) });
    await life.engine.startExecute({ caseId: item.case, planDigest, n: item.n + 1 });
    await until(() => life.auditor.notes.length > 0);
    expect(life.executor.executed).toEqual([planDigest]);
  });

  it("asks again for a warrant that has to wait, without holding its locks", async () => {
    let asked = 0;
    life.auditor.warranted = async (of, digest) => {
      asked += 1;
      if (asked < 3) return { outcome: "waiting", state: "ready", reason: "the collector is slow" };
      return { outcome: "issued", warrant: warrantFor(of, digest) };
    };
    await life.engine.startPlan(isolation());
    await until(() => life.auditor.notes.length > 0);
    expect(asked).toBe(3);
    expect(life.executor.executed).toHaveLength(1);
  });

  it("gets a new warrant where the old one can't be redeemed any more", async () => {
    const execute = life.executor.execute.bind(life.executor);
    let refused = 0;
    life.executor.execute = async (warrant, bytes) => {
      refused += 1;
      if (refused === 1) throw new TriasError("forbidden", "the warrant has expired");
      return execute(warrant, bytes);
    };
    await life.engine.startPlan(isolation());
    await until(() => life.auditor.notes.length > 0);
    expect(life.executor.executed).toHaveLength(1);
  });

  it("waits out other powers that are down", async () => {
    let down = 3;
    const flaky = async <T>(call: () => Promise<T>): Promise<T> => {
      down -= 1;
      if (down >= 0) throw new TriasError("unreachable", "nobody answers", { remedy: "retry" });
      return call();
    };
    const judge = life.auditor.judge.bind(life.auditor);
    life.auditor.judge = (of, bytes) => flaky(() => judge(of, bytes));
    await life.engine.startPlan(isolation());
    await until(() => life.auditor.notes.length > 0);
    expect(life.auditor.judged).toHaveLength(1);
  });

  it("does not begin, or go on, once it was stopped", async () => {
    const item = isolation();
    await life.stops.mark(item.case, item.n + 1);
    await life.engine.startPlan(item);
    await ended(`${item.case}.plan.${item.n}`);
    expect(life.auditor.judged).toEqual([]);
    expect((await Stops.load(store.pool)).isStopped(item.case, item.n)).toBe(true);
  });
});

describe("overlapping changes", () => {
  it("never run together, and others do", async () => {
    life.executor.run = async () => {
      await clock.sleep(60);
      return "executed";
    };
    const segments = ["robots", "rockets", "radars"].map((purpose) => {
      n += 1;
      return planItem({ n, subject: `Create a non-production segment for ${purpose}` });
    });
    await Promise.all(segments.map((item) => life.engine.startPlan(item)));
    await until(() => life.auditor.notes.length === 3);
    expect(life.executor.most).toBe(1);
    await Promise.all([isolation(), isolation()].map((item) => life.engine.startPlan(item)));
    await until(() => life.auditor.notes.length === 5);
    expect(life.executor.most).toBe(2);
  });
});

describe("after a kill", () => {
  it("the same plan is submitted again, and executed once", async () => {
    const item = isolation();
    life.auditor.answer = () => never;
    await life.engine.startPlan(item);
    await until(() => life.auditor.judged.length === 1);
    const [before] = life.auditor.judged;
    await life.end();

    life = await live();
    await until(() => life.auditor.notes.length > 0);
    expect(life.auditor.judged.map(({ bytes }) => bytes)).toEqual([before?.bytes]);
    expect(life.executor.executed).toHaveLength(1);
  });

  it("a plan that a former life stored takes the place of what is made now", async () => {
    const [model, item] = [isolation(), isolation()];
    await life.engine.startPlan(model);
    const { bytes } = await until(() => life.auditor.judged[0]);
    const former = Buffer.from(Buffer.from(bytes).toString().replaceAll(model.case, item.case));
    await store.pool.query(
      `INSERT INTO orchestrator.plan (workflow, digest, case_id, round, bytes, locks, findings)
       SELECT $1, $2, $3, round, $4, locks, findings FROM orchestrator.plan WHERE case_id = $5`,
      [`${item.case}.plan.${item.n}`, digestBytes(former), item.case, former, model.case],
    );
    await life.engine.startPlan(item);
    await until(() => life.auditor.notes.length === 2);
    expect(Buffer.from(life.auditor.judged[1]?.bytes ?? [])).toEqual(former);
    expect(life.executor.executed).toContain(digestBytes(former));
  });

  it("the same warrant is brought again, and the execution is followed to its end", async () => {
    const executor = new TestExecutor();
    executor.run = () => never;
    await life.end();
    life = await live(new TestAuditor(), executor);
    let warrants = 0;
    const counted = async (of: string, digest: string) => {
      warrants += 1;
      return { outcome: "issued" as const, warrant: warrantFor(of, digest, `2999-01-01T00:00:00.00${warrants}Z`) };
    };
    life.auditor.warranted = counted;
    await life.engine.startPlan(isolation());
    await until(() => executor.executed.length === 1);
    expect(await locked()).toBeGreaterThan(0);
    await life.end();

    const follow = executor.execution.bind(executor);
    executor.execution = async (id) => ({ ...(await follow(id)), state: "executed", sequence: 9 });
    life = await live(new TestAuditor(), executor);
    life.auditor.warranted = counted;
    await until(() => life.auditor.notes.length > 0);
    expect(warrants).toBe(1);
    expect(executor.executed).toHaveLength(1);
    await until(async () => (await locked()) === 0);
  });

  it("locks of a workflow that is gone are released", async () => {
    await store.pool.query("SELECT orchestrator.take_locks(ARRAY['x/1'], 'C-000000000000.execute.gone')");
    await life.end();
    life = await live();
    expect(await locked()).toBe(0);
  });
});

describe("the feed", () => {
  it("is read in order from where it was left, and every item is begun once", async () => {
    const items = [isolation(), isolation()];
    life.auditor.items.push(...items, { ...isolation(), kind: "stop" });
    const puller = () =>
      new FeedPuller({
        auditor: life.auditor,
        database: store.pool,
        stops: life.stops,
        engine: life.engine,
        clock,
        log: quietLog(),
      });
    const first = puller();
    first.start();
    await until(() => life.auditor.notes.length === 2);
    const cursor = async () =>
      Number((await store.pool.query<{ n: number }>("SELECT n FROM orchestrator.feed_cursor")).rows[0]?.n);
    await until(async () => (await cursor()) === n);
    first.stop();
    expect(first.connected).toBe(true);
    await store.pool.query("UPDATE orchestrator.feed_cursor SET n = 0");
    const second = puller();
    second.start();
    await until(async () => (await cursor()) === n);
    second.stop();
    expect(life.auditor.judged).toHaveLength(2);
    expect(life.stops.isStopped(caseId(n), n - 1)).toBe(true);
  });
});
