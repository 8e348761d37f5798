import { list } from "@trias/estate";
import { buildCreateSegment, buildIsolateInstance } from "@trias/plan";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
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
import { execute } from "./service.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

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
const isolation = propose(buildIsolateInstance(companyWan, instance, "mining").steps);
const segment = propose(
  buildCreateSegment(companyWan, { purpose: "machine learning", environment: "non-production" }).steps,
);

function permit(proposal = isolation, changes: WarrantChanges = {}) {
  return warrantFor(world.auditor, world.executorKey, world.estate(), proposal, Date.now(), changes);
}

test("a warrant is carried out, step by step, and reported", async () => {
  const warrant = permit(segment);
  const { execution } = await execute(engine.service, warrant, segment.planText);
  const report = await world.ended(execution);
  expect(report.message).toBe("every step was done as predicted");
  expect(report.state).toBe("executed");
  expect(world.done()).toEqual(segment.plan.steps.map(({ id }) => `${execution}/${id}/do`));
});

test("an instance is isolated", async () => {
  const warrant = permit();
  const { execution } = await execute(engine.service, warrant, isolation.planText);
  expect((await world.ended(execution)).state).toBe("executed");
});
