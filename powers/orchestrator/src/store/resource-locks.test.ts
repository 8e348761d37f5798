import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type TestStore, testStore } from "../__fixtures__/store.ts";
import { ResourceLocks } from "./resource-locks.ts";

let store: TestStore;
let locks: ResourceLocks;

beforeAll(async () => {
  store = await testStore();
}, 60_000);
afterAll(() => store.close());
beforeEach(async () => {
  await store.pool.query("DELETE FROM orchestrator.resource_lock");
  locks = new ResourceLocks(store.pool);
});

describe("locks on resources", () => {
  it("are taken all or not at all", async () => {
    expect(await locks.tryTake(["a", "b"], "one")).toBe(true);
    expect(await locks.tryTake(["b", "c"], "two")).toBe(false);
    expect(await locks.tryTake(["c"], "three")).toBe(true);
  });

  it("are found again by their holder, as after a crash", async () => {
    await locks.tryTake(["a", "b"], "one");
    expect(await locks.tryTake(["a", "b", "b"], "one")).toBe(true);
    expect(await new ResourceLocks(store.pool).tryTake(["a"], "one")).toBe(true);
  });

  it("wake who waits for them", async () => {
    await locks.take(["a"], "one");
    const order: string[] = [];
    const waiting = locks.take(["a", "b"], "two").then(() => order.push("two"));
    order.push("one");
    await locks.release("one");
    await waiting;
    expect(order).toEqual(["one", "two"]);
    expect(await locks.holders()).toEqual(["two"]);
  });

  it("are never held by two, and everybody gets them in the end, in whatever order they are named", async () => {
    const holding = new Set<string>();
    const takers = Array.from({ length: 24 }, (_, i) => async () => {
      const wanted = [`r${i % 4}`, `r${(i * 7 + 1) % 4}`];
      await locks.take(i % 2 === 0 ? wanted : wanted.toReversed(), `t${i}`);
      for (const resource of new Set(wanted)) {
        expect(holding.has(resource)).toBe(false);
        holding.add(resource);
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
      for (const resource of wanted) holding.delete(resource);
      await locks.release(`t${i}`);
    });
    await Promise.all(takers.map((take) => take()));
    expect(await locks.holders()).toEqual([]);
  });
});
