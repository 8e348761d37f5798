import { readFileSync } from "node:fs";
import { applyChanges, generateEstate, list, type ResourceChange } from "@trias/estate";
import { createReachEngine } from "@trias/reach";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { drawWan } from "./draw.ts";
import { wanPicture } from "./of-estate.ts";

const file = new URL("../../../examples/company-wan/company-wan.yaml", import.meta.url);
const estate = generateEstate(parse(readFileSync(file, "utf8")));
const reach = createReachEngine();

/** The network after a segment was added and two were shared. */
function changed() {
  const [before] = list(estate, "core_networks");
  if (!before) throw new TypeError("the sample has a core network");
  const policy = {
    ...before.policy,
    segments: [...before.policy.segments, { name: "nonprodml" }],
    "segment-actions": [
      ...(before.policy["segment-actions"] ?? []),
      { action: "share", mode: "attachment-route", segment: "nonproddev", "share-with": ["proddata"] },
    ],
  };
  const after = { ...before, policy, segment_names: { ...before.segment_names, nonprodml: "nonprod-ml" } };
  const change = { part: "core_networks", id: before.id, before, after } as ResourceChange;
  return applyChanges(estate, [change], { serial: estate.serial + 1, time: estate.time });
}

describe("the picture of a network", () => {
  const picture = wanPicture(estate, { title: "now", reach });

  test("has every segment, region, attachment and pair", () => {
    expect(picture.segments.map(({ name }) => name)).toContain("prod-pci");
    expect(picture.regions).toEqual(["ap-southeast-1", "eu-west-1", "us-east-1"]);
    const placed = list(estate, "attachments").filter(({ segment }) => segment !== null);
    expect(picture.cells.flatMap(({ boxes }) => boxes)).toHaveLength(placed.length);
    expect(picture.crossings).toHaveLength(picture.segments.length ** 2);
    expect(picture.crossings.every(({ mark }) => mark === "same")).toBe(true);
  });

  test("says who reaches whom", () => {
    const how = (from: string, to: string) =>
      picture.crossings.find((each) => each.from === from && each.to === to)?.how;
    expect(how("nonprod-dev", "prod-data")).toBe("closed");
    expect(how("prod-api", "prod-data")).not.toBe("closed");
  });
});

describe("the picture of a change", () => {
  const after = changed();
  const flows = reach.diff(estate, after);
  const picture = wanPicture(estate, { title: 'a <b> & "c"\u0000', reach, change: { after, flows } });

  test("marks what is new, and lists what opens", () => {
    expect(picture.segments.find(({ name }) => name === "nonprod-ml")).toMatchObject({ mark: "new" });
    const pair = picture.crossings.find(({ from, to }) => from === "nonprod-dev" && to === "prod-data");
    expect(pair).toMatchObject({ mark: "new" });
    expect(pair?.how).not.toBe("closed");
    expect(picture.opened.length).toBeGreaterThan(0);
  });

  test("is one well-formed document whose texts can't break out", () => {
    const svg = drawWan(picture);
    expect(svg).toContain("a &lt;b&gt; &amp; &quot;c&quot;");
    expect(svg).not.toContain("\u0000");
    expect(svg).not.toMatch(/<script|javascript:|href=/);
    const open: string[] = [];
    for (const [, closing, name = "", own] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
      if (closing === "/") expect(open.pop()).toBe(name);
      else if (own !== "/") open.push(name);
    }
    expect(open).toEqual([]);
    expect(svg).toContain(`opened (${flows.opened.length})`);
  });
});
