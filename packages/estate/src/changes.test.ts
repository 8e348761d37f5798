import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { randomChanges } from "./__fixtures__/random-changes.ts";
import { applyChanges, invertChanges } from "./changes.ts";
import { differences, sameContent } from "./differences.ts";
import { partDigest, resourceDigest } from "./digests.ts";
import type { Estate, ResourceChange } from "./estate.ts";
import { list, need } from "./parts.ts";

const estate = companyWan();
const at = { serial: 2, time: "2026-11-02T09:00:00.000Z" };
const vpc = list(estate, "vpcs")[0];
if (!vpc) throw new TypeError("the sample has no VPC");
const renamed = { ...vpc, tags: { ...vpc.tags, Name: "other" } };
const rename: ResourceChange = { part: "vpcs", id: vpc.id, before: vpc, after: renamed };

function error(run: () => unknown): unknown {
  try {
    run();
  } catch (thrown) {
    return thrown;
  }
  return null;
}

describe("applyChanges", () => {
  test("copies the changed part and shares the others", () => {
    const next = applyChanges(estate, [rename], at);
    expect(next).toMatchObject({ serial: 2, time: at.time, lineage: estate.lineage });
    expect(next.parts.vpcs).toMatchObject({ serial: 2, time: at.time });
    expect(next.parts.subnets).toBe(estate.parts.subnets);
    expect(need(next, "vpcs", vpc.id)).toBe(renamed);
    expect(need(estate, "vpcs", vpc.id)).toBe(vpc);
  });

  test("takes a `before` that is equal and not the same object", () => {
    expect(() => applyChanges(estate, [{ ...rename, before: structuredClone(vpc) }], at)).not.toThrow();
  });

  test.each([
    ["changed since", { ...rename, before: renamed }],
    ["exists already", { ...rename, before: null }],
    ["does not exist", { part: "vpcs", id: "vpc-0", before: { ...vpc, id: "vpc-0" }, after: null }],
  ] as [string, ResourceChange][])("refuses a change whose resource %s", (what, change) => {
    expect(error(() => applyChanges(estate, [change], at))).toMatchObject({
      code: "change_conflict",
      message: expect.stringContaining(what),
      at: `vpcs.${change.id}`,
    });
  });

  test.each([
    { ...rename, before: null, after: null },
    { ...rename, after: { ...renamed, id: "vpc-0" } },
    { ...rename, before: { ...vpc, id: "vpc-0" } },
  ] as ResourceChange[])("refuses a change that names another resource or none", (change) => {
    expect(error(() => applyChanges(estate, [change], at))).toMatchObject({ code: "change_malformed" });
  });

  test("refuses a part that is unknown: it can't be said what the change would do", () => {
    const blind: Estate = { ...estate, parts: { ...estate.parts, vpcs: { status: "unknown", reason: "no access" } } };
    expect(error(() => applyChanges(blind, [rename], at))).toMatchObject({ code: "part_unknown" });
  });

  test("a change taken back leads to where it began, whatever the changes", () => {
    fc.assert(
      fc.property(randomChanges(estate), (changes) => {
        const there = applyChanges(estate, changes, at);
        const back = applyChanges(there, invertChanges(changes), { serial: 3, time: at.time });
        expect(sameContent(back, estate)).toBe(true);
        expect(differences(estate, back)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test("the differences of two estates turn the one into the other", () => {
    fc.assert(
      fc.property(randomChanges(estate), (changes) => {
        const there = applyChanges(estate, changes, at);
        expect(sameContent(applyChanges(estate, differences(estate, there), at), there)).toBe(true);
        expect(differences(there, estate).length).toBe(differences(estate, there).length);
      }),
      { numRuns: 60 },
    );
  });
});

describe("sameContent and differences", () => {
  test("do not look at serials and times", () => {
    expect(sameContent(estate, applyChanges(estate, [], at))).toBe(true);
  });

  test("see a changed tag", () => {
    const next = applyChanges(estate, [rename], at);
    expect(sameContent(estate, next)).toBe(false);
    expect(differences(estate, next)).toEqual([rename]);
  });

  test("a part that only one of them knows is neither the same nor comparable", () => {
    const blind: Estate = { ...estate, parts: { ...estate.parts, roles: { status: "unknown", reason: "no access" } } };
    expect(sameContent(estate, blind)).toBe(false);
    expect(error(() => differences(estate, blind))).toMatchObject({ code: "knowledge_differs", at: "roles" });
  });
});

describe("digests", () => {
  test("a resource whose digest was taken can't change any more", () => {
    const own = structuredClone(vpc);
    const digest = resourceDigest(own);
    expect(() => {
      own.tags["Name"] = "other";
    }).toThrow(TypeError);
    expect(resourceDigest(own)).toBe(digest);
    expect(resourceDigest(renamed)).not.toBe(digest);
  });

  test("the digest of a part follows its content, not its order", () => {
    const [first, ...rest] = [...list(estate, "vpcs")];
    const turned = new Map([...rest, ...(first ? [first] : [])].map((each) => [each.id, each]));
    const other: Estate = {
      ...estate,
      parts: { ...estate.parts, vpcs: { ...estate.parts.vpcs, resources: turned } } as Estate["parts"],
    };
    expect(partDigest(other, "vpcs")).toBe(partDigest(estate, "vpcs"));
    expect(partDigest(applyChanges(estate, [rename], at), "vpcs")).not.toBe(partDigest(estate, "vpcs"));
    expect(
      partDigest({ ...estate, parts: { ...estate.parts, vpcs: { status: "unknown", reason: "x" } } }, "vpcs"),
    ).toBeNull();
  });
});
