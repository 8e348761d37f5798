import { canonicalJson } from "@trias/core";
import type { ReadResource, WireDelta, WireEstate } from "@trias/protocol";
import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { dangling } from "./dangling.ts";
import { differences, sameContent } from "./differences.ts";
import { stateOf } from "./digests.ts";
import { get, list, need } from "./parts.ts";
import { applyDelta, overlay, readResources } from "./readings.ts";
import { parseEstate, toWire } from "./wire.ts";

const estate = companyWan();

/** The sample's snapshot, as JSON off a wire. */
function snapshot(): WireEstate {
  return JSON.parse(canonicalJson(toWire(estate))) as WireEstate;
}

function known(wire: WireEstate, part: string): { id: string; [key: string]: unknown }[] {
  const found = wire.parts[part];
  if (found?.status !== "known") throw new TypeError(`${part} is not known`);
  return found.resources;
}

describe("parseEstate", () => {
  test("reads what toWire writes, and equal estates have equal bytes", () => {
    const read = parseEstate(snapshot());
    expect(sameContent(read, estate)).toBe(true);
    expect(canonicalJson(toWire(read))).toBe(canonicalJson(toWire(estate)));
  });

  test("a part that is missing is unknown, and asking it is an error and not an empty answer", () => {
    const wire = snapshot();
    delete wire.parts["subnets"];
    const read = parseEstate(wire);
    expect(read.parts.subnets).toEqual({ status: "unknown", reason: "not in the snapshot" });
    for (const ask of [
      () => list(read, "subnets"),
      () => get(read, "subnets", "subnet-0"),
      () => stateOf(read, { part: "subnets", id: "x" }),
    ]) {
      expect(ask).toThrow(expect.objectContaining({ code: "part_unknown" }));
    }
  });

  test.each(["subnet", "constructor", "__proto__x", ""])("refuses a part called `%s`", (name) => {
    const wire = snapshot();
    wire.parts[name] = { status: "unknown", reason: "x" };
    expect(() => parseEstate(wire)).toThrow(expect.objectContaining({ code: "part_unnamed" }));
  });

  test("refuses a resource that occurs twice", () => {
    const wire = snapshot();
    const vpcs = known(wire, "vpcs");
    vpcs.push(structuredClone(vpcs[0] ?? { id: "" }));
    expect(() => parseEstate(wire)).toThrow(expect.objectContaining({ code: "resource_duplicate" }));
  });

  test.each([
    ["region", "Ireland"],
    ["cidrs", ["10.0.0.0/33"]],
    ["colour", "green"],
  ])("names part, id and path of a malformed `%s`", (key, value) => {
    const wire = snapshot();
    const [vpc] = known(wire, "vpcs");
    if (vpc) vpc[key] = value;
    expect(() => parseEstate(wire)).toThrow(
      expect.objectContaining({ code: "resource_malformed", at: expect.stringContaining(`vpcs.${vpc?.id}`) }),
    );
  });

  test.each([
    ["segment_name_clash", { name: "prodGeneral" }, {}],
    ["segment_name_mismatch", null, { nonproddev: "prod-pci" }],
  ])("refuses segment names with %s", (code, extra, names) => {
    const wire = snapshot();
    const network = known(wire, "core_networks")[0] as unknown;
    const { policy, segment_names } = network as {
      policy: { segments: unknown[] };
      segment_names: Record<string, string>;
    };
    if (extra) policy.segments.push(extra);
    Object.assign(segment_names, names);
    expect(() => parseEstate(wire)).toThrow(expect.objectContaining({ code }));
  });

  test("lists references that lead nowhere, and does not fail on them", () => {
    const wire = snapshot();
    const [subnet] = known(wire, "subnets");
    if (subnet) subnet["route_table"] = "rtb-0";
    expect(dangling(parseEstate(wire))).toEqual([
      { part: "subnets", id: subnet?.id, path: "route_table", wanted: { part: "route_tables", id: "rtb-0" } },
    ]);
  });
});

describe("readings", () => {
  const [first] = list(estate, "instances");
  const ref = { part: "instances", id: first?.id ?? "" };
  const stopped: ReadResource = { ...ref, resource: { ...need(estate, "instances", ref.id), state: "stopped" } };

  test("read what the estate has, and null where it has nothing", () => {
    const read = readResources(estate, [ref, { part: "instances", id: "i-0" }]);
    expect(read.map(({ resource }) => resource?.id ?? null)).toEqual([ref.id, null]);
  });

  test("an overlay changes what was read and keeps serial and times", () => {
    const over = overlay(estate, [stopped, { part: "vpcs", id: "vpc-0", resource: null }]);
    expect(differences(estate, over).map(({ id }) => id)).toEqual([ref.id]);
    expect(over.serial).toBe(estate.serial);
    expect(over.parts.instances).toMatchObject({ serial: 1 });
    expect(over.parts.vpcs).toBe(estate.parts.vpcs);
  });

  test("an overlay checks what it is given", () => {
    const bad =
      (resource: ReadResource["resource"]): (() => unknown) =>
      () =>
        overlay(estate, [{ ...ref, resource }]);
    expect(bad({ id: ref.id })).toThrow(expect.objectContaining({ code: "resource_malformed" }));
    expect(bad({ ...need(estate, "instances", ref.id), id: "i-0" })).toThrow(
      expect.objectContaining({ code: "resource_malformed" }),
    );
  });

  test("a delta follows its base and makes every part as fresh as itself", () => {
    const delta: WireDelta = {
      schema: "trias.estate-delta/1",
      lineage: estate.lineage,
      base_serial: 1,
      serial: 4,
      time: "2026-11-02T10:00:00.000Z",
      changed: [stopped],
    };
    const next = applyDelta(estate, delta);
    expect(next.serial).toBe(4);
    expect(next.parts.vpcs).toMatchObject({ serial: 4, time: delta.time });
    expect(need(next, "instances", ref.id).state).toBe("stopped");
    for (const other of [{ base_serial: 2 }, { lineage: "0".repeat(32) }, { serial: 0 }]) {
      expect(() => applyDelta(estate, { ...delta, ...other })).toThrow(expect.objectContaining({ code: "delta_gap" }));
    }
  });
});
