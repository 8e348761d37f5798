import { need, sameContent } from "@trias/estate";
import { afterEach, expect, test, vi } from "vitest";
import {
  clock,
  companyWan,
  groupId,
  Listener,
  openWorld,
  resize,
  signer,
  silent,
  taken,
} from "./__fixtures__/world.ts";
import { type Collector, startCollector } from "./collector.ts";

const running: Collector[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
});

function begin(world = openWorld(), auditor = new Listener()) {
  const collector = startCollector({ cloud: world.reader, auditor, signer, clock, log: silent });
  running.push(collector);
  return { ...world, auditor, collector };
}

const never = new AbortController().signal;
const hears = (auditor: Listener, serial: number) =>
  vi.waitFor(() => expect(auditor.estate?.serial).toBe(serial), { timeout: 5000, interval: 5 });

test("the auditor hears the whole estate first, and then each change as it happens", async () => {
  const { cloud, auditor } = begin();
  await hears(auditor, companyWan.serial);
  for (let n = 1; n <= 20; n += 1) resize(cloud, n);
  await hears(auditor, companyWan.serial + 20);
  expect(auditor.snapshots).toBe(1);
  expect(need(auditor.estate ?? companyWan, "scaling_groups", groupId).desired).toBe(20);
});

test("an auditor that was away, or lost its memory, ends with the same estate", async () => {
  const { cloud, auditor, collector } = begin();
  await hears(auditor, companyWan.serial);
  auditor.down = true;
  for (let n = 1; n <= 300; n += 1) {
    resize(cloud, (n % 50) + 1);
    if (n % 10 === 0) await clock.sleep(1, never);
  }
  await vi.waitFor(() => expect(collector.notes().join()).toContain("no answer from the auditor"), { interval: 5 });
  auditor.down = false;
  await hears(auditor, cloud.serial());
  auditor.estate = null;
  resize(cloud, 7);
  await hears(auditor, cloud.serial());
  await vi.waitFor(() => expect(collector.notes()).toEqual([]), { interval: 5 });
});

test("a silent cloud is said, and nothing is signed while it lasts", async () => {
  const { cloud, auditor, collector, cut } = begin();
  await hears(auditor, companyWan.serial);
  cut(true);
  // The poll that stands open is answered with this change; the next finds nobody.
  resize(cloud, 3);
  await vi.waitFor(() => expect(collector.ok()).toBe(false), { interval: 5 });
  expect(collector.notes().join()).toContain("no answer from the cloud");
  const told = auditor.estate;
  resize(cloud, 4);
  await clock.sleep(20, never);
  expect(auditor.estate).toBe(told);
  cut(false);
  await hears(auditor, cloud.serial());
  expect(collector.ok()).toBe(true);
});

test("a cloud that began another life is read from its beginning", async () => {
  const first = openWorld();
  const auditor = new Listener();
  const second = openWorld({ ...companyWan, lineage: "f".repeat(32) });
  let now = first;
  const { collector } = begin(
    {
      ...first,
      reader: {
        read: (refs) => now.reader.read(refs),
        snapshot: () => now.reader.snapshot(),
        changes: (after, wait, signal) => now.reader.changes(after, wait, signal),
      },
    },
    auditor,
  );
  await hears(auditor, companyWan.serial);
  now = second;
  resize(first.cloud, 2);
  await vi.waitFor(() => expect(auditor.estate?.lineage).toBe("f".repeat(32)), { timeout: 5000, interval: 5 });
  const envelopes = await collector.estate(companyWan.serial + 1, 0, never);
  expect(envelopes.reduce(taken, null as Parameters<typeof taken>[0])?.lineage).toBe("f".repeat(32));
});

test("what the auditor wants is read at that moment and answered under its own nonce", async () => {
  const { cloud, auditor } = begin();
  await hears(auditor, companyWan.serial);
  resize(cloud, 11);
  const group = { part: "scaling_groups", id: groupId };
  const absent = { part: "vpcs", id: "vpc-none" };
  const ids = Array.from({ length: 30 }, (_, n) => n.toString(16).padStart(32, "0"));
  auditor.asked.push(...ids.map((id) => ({ id, resources: [group, absent] })));
  await vi.waitFor(() => expect(auditor.readings).toHaveLength(30), { interval: 5 });
  expect(auditor.readings.map(({ id }) => id).sort()).toEqual(ids);
  expect(auditor.readings[0]).toMatchObject({
    serial: cloud.serial(),
    resources: [
      { ...group, resource: { desired: 11 } },
      { ...absent, resource: null },
    ],
  });
});

test("the orchestrator follows without a gap: a snapshot for 0, deltas after, a snapshot where it fell behind", async () => {
  const { cloud, auditor, collector } = begin();
  await hears(auditor, companyWan.serial);
  let mirror = (await collector.estate(0, 1000, never)).reduce(taken, null as Parameters<typeof taken>[0]);
  expect(mirror?.serial).toBe(companyWan.serial);
  for (let n = 1; n <= 5; n += 1) {
    const waiting = collector.estate(mirror?.serial ?? 0, 5000, never);
    resize(cloud, n);
    mirror = (await waiting).reduce(taken, mirror);
  }
  await vi.waitFor(async () => {
    mirror = (await collector.estate(mirror?.serial ?? 0, 0, never)).reduce(taken, mirror);
    expect(mirror?.serial).toBe(cloud.serial());
  });
  expect(sameContent(mirror ?? companyWan, auditor.estate ?? companyWan)).toBe(true);
  const foreign = await collector.estate(99_999, 0, never);
  expect(foreign.reduce(taken, null as Parameters<typeof taken>[0])?.serial).toBe(cloud.serial());
  expect(await collector.estate(cloud.serial(), 0, never)).toEqual([]);
});
