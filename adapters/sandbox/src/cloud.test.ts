import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { list } from "@trias/estate";
import { buildCreateSegment, buildIsolateInstance, resolveAction } from "@trias/plan";
import type { CloudCall } from "@trias/protocol";
import { expect, test } from "vitest";
import { companyWan, newFolder, openCloud } from "./__fixtures__/cloud.ts";
import type { Cloud } from "./cloud.ts";
import { SandboxError } from "./errors.ts";

const never = new AbortController().signal;
const group = list(companyWan, "scaling_groups")[0];
const size = (desired: number): Omit<CloudCall, "key"> => ({
  action: "set_group_size",
  target: group?.id ?? "",
  parameters: { min: 0, desired, max: 100 },
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SandboxError) return error.code;
    throw error;
  }
  return "no error";
}

/** Carries out a plan as the executor does, real ids put in; returns the ids by step. */
function carryOut(cloud: Cloud, built: ReturnType<typeof buildCreateSegment>, warrant: string): Map<string, string> {
  const ids = new Map<string, string>();
  for (const step of built.steps) {
    const action = resolveAction(step, ids, step.id);
    const result = cloud.act({ key: `${warrant}/${step.id}/do`, ...action });
    if (result.created !== undefined) ids.set(step.id, result.created);
  }
  return ids;
}

test("a plan of nine kinds of step lands with ids as AWS gives them", () => {
  const { cloud } = openCloud(newFolder());
  const built = buildCreateSegment(companyWan, { purpose: "machine learning", environment: "non-production" });
  const ids = carryOut(cloud, built, "w1");
  expect(ids.get("s3")).toMatch(/^vpc-[0-9a-f]{17}$/);
  const { resources } = cloud.read([
    { part: "route_tables", id: `${ids.get("s3")}.rtb` },
    { part: "attachments", id: ids.get("s7") ?? "" },
  ]);
  expect(resources[0]?.resource?.["routes"]).toHaveLength(2);
  expect(resources[1]?.resource).toMatchObject({ state: "AVAILABLE", segment: "nonprodmachinelearning" });
});

test("one key has one effect: a repeat gets the first answer, another call under it is refused", () => {
  const folder = newFolder();
  const { cloud, journal } = openCloud(folder);
  const first = cloud.act({ key: "w/s1/do", ...size(5) });
  expect(cloud.act({ key: "w/s1/do", ...size(5) })).toEqual({ ...first, repeated: true });
  expect(codeOf(() => cloud.act({ key: "w/s1/do", ...size(6) }))).toBe("conflict");
  expect(cloud.journal(0)).toHaveLength(1);
  journal.close();
  const restarted = openCloud(folder).cloud;
  expect(restarted.act({ key: "w/s1/do", ...size(5) })).toEqual({ ...first, repeated: true });
  expect(codeOf(() => restarted.act({ key: "w/s1/do", ...size(6) }))).toBe("conflict");
  expect(restarted.outcome("w/s2/do")).toBeNull();
});

test("a restart has the same estate, byte for byte", () => {
  const folder = newFolder();
  const { cloud, journal } = openCloud(folder);
  carryOut(cloud, buildCreateSegment(companyWan, { purpose: "robots", environment: "production" }), "w1");
  carryOut(cloud, buildIsolateInstance(companyWan, list(companyWan, "instances")[0]?.id ?? "", "mining"), "w2");
  const before = cloud.snapshot();
  journal.close();
  const after = openCloud(folder).cloud.snapshot();
  const content = ({ parts }: typeof before) =>
    Object.values(parts).map((part) => (part.status === "known" ? part.resources : part));
  expect(content(after)).toEqual(content(before));
  expect(after.serial).toBe(before.serial);
});

test("a refused action leaves no trace", () => {
  const { cloud, path } = openCloud(newFolder());
  const bytes = statSync(path).size;
  const bad = { key: "w/s1/do", action: "delete_vpc", target: list(companyWan, "vpcs")[0]?.id ?? "", parameters: {} };
  expect(codeOf(() => cloud.act(bad))).toBe("conflict");
  expect(codeOf(() => cloud.act({ ...bad, action: "delete_everything" }))).toBe("bad_request");
  expect(codeOf(() => cloud.act({ ...bad, parameters: { force: true } }))).toBe("bad_request");
  expect(cloud.outcome(bad.key)).toBeNull();
  expect(statSync(path).size).toBe(bytes);
  expect(cloud.serial()).toBe(companyWan.serial);
});

test("half a line at the end is dropped, and what follows is whole again", () => {
  const folder = newFolder();
  const { cloud, journal, path } = openCloud(folder);
  cloud.act({ key: "w/s1/do", ...size(5) });
  cloud.act({ key: "w/s2/do", ...size(6) });
  journal.close();
  truncateSync(path, statSync(path).size - 7);
  const torn = openCloud(folder);
  expect(torn.journal.dropped).toBeGreaterThan(0);
  expect(torn.cloud.outcome("w/s2/do")).toBeNull();
  torn.cloud.act({ key: "w/s2/do", ...size(6) });
  torn.journal.close();
  expect(
    openCloud(folder)
      .cloud.journal(0)
      .map(({ key }) => key),
  ).toEqual(["w/s1/do", "w/s2/do"]);
});

test("a line changed in the middle stops the cloud instead of being skipped", () => {
  const folder = newFolder();
  const { cloud, journal, path } = openCloud(folder);
  cloud.act({ key: "w/s1/do", ...size(5) });
  cloud.act({ key: "w/s2/do", ...size(6) });
  journal.close();
  writeFileSync(path, readFileSync(path, "utf8").replace('"w/s1/do"', '"w/s9/do"'));
  expect(codeOf(() => openCloud(folder))).toBe("journal_damaged");
  appendFileSync(path, "x\n");
  expect(codeOf(() => openCloud(folder))).toBe("journal_damaged");
});

test("a reader that waits hears of the next change at once, and of all that it missed", async () => {
  const { cloud } = openCloud(newFolder());
  const waiting = cloud.changes(companyWan.serial, 30, never);
  cloud.act({ key: "w/s1/do", ...size(5) });
  expect(await waiting).toMatchObject({
    serial: companyWan.serial + 1,
    changed: [{ part: "scaling_groups", id: group?.id, resource: { desired: 5 } }],
  });
  cloud.act({ key: "w/s2/do", ...size(6) });
  cloud.act({ key: "w/s3/do", ...size(7) });
  const { changed } = await cloud.changes(companyWan.serial + 1, 0, never);
  expect(changed).toMatchObject([{ id: group?.id, resource: { desired: 7 } }]);
  expect((await cloud.changes(cloud.serial(), 0, never)).changed).toEqual([]);
});

test("drift is an action that no warrant stands behind, and the journal says so", () => {
  const { cloud } = openCloud(newFolder());
  cloud.drift(size(9));
  expect(cloud.journal(0)).toMatchObject([{ key: `drift/${companyWan.serial + 1}`, action: "set_group_size" }]);
});
