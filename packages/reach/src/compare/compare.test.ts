import { readFileSync } from "node:fs";
import { type Estate, list, parseEstate, toWire } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { estate as sample } from "../__fixtures__/company-wan.ts";
import { diffEstates } from "../diff.ts";
import { reach } from "../trace.ts";
import { migration, tooEarly } from "./__fixtures__/migration.ts";
import { compareReach } from "./compare.ts";

const phases = migration();
const names = Object.keys(phases);
const phase = (i: number): Estate => phases[names[i] ?? ""] as Estate;

test("the same estate twice differs in nothing", () => {
  const shares: number[] = [];
  const { opened, closed, pairs } = compareReach(sample, sample, { progress: (share) => shares.push(share) });
  expect([opened, closed]).toEqual([[], []]);
  expect(pairs).toBeGreaterThan(1000);
  expect(shares.at(-1)).toBe(1);
});

describe("a move from a Transit Gateway to the core network", () => {
  test("there is something to lose", () => {
    const [from, to] = ["test-us", "staging-us"].map((name) => {
      const vpc = list(sample, "vpcs").find(({ tags }) => tags["Name"] === name)?.id;
      return list(sample, "interfaces").find((each) => each.vpc === vpc)?.id ?? "";
    });
    const packet = { protocol: "tcp", port: 8443 };
    expect(reach(sample, from ?? "", to ?? "", packet).verdict).toBe("blocked");
    expect(reach(phase(0), from ?? "", to ?? "", packet).verdict).toBe("delivered");
  });

  test.each([
    [0, 1],
    [1, 2],
    [2, 3],
  ])("phase %i to %i opens no flow and closes none", (i, j) => {
    const { opened, closed } = compareReach(phase(i), phase(j));
    expect({ opened, closed }).toEqual({ opened: [], closed: [] });
  });

  test("routes that go before the segments are shared close what they carried, and it is named", () => {
    const { opened, closed } = compareReach(phase(0), tooEarly());
    expect(opened).toEqual([]);
    expect(closed.length).toBeGreaterThan(0);
    expect(closed.every(({ protocol, ports }) => protocol === "tcp" && ports === "8443")).toBe(true);
  });

  test.each(names)("%s stands in the examples as it is made here", (name) => {
    const file = new URL(`../../../../examples/migration/${name}.json`, import.meta.url);
    const stored = parseEstate(JSON.parse(readFileSync(file, "utf8")));
    expect(toWire(stored)).toEqual(toWire(phases[name] as Estate));
  });
});

test("what a difference of one rule finds, the comparison finds too", () => {
  const [closedBy] = [tooEarly()];
  const diff = diffEstates(phase(0), closedBy);
  const compared = compareReach(phase(0), closedBy);
  expect(compared.closed.length > 0).toBe(diff.closed.length > 0);
});
