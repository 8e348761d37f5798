import { describe, expect, test } from "vitest";
import { A_EU, A_US, there, to } from "../__fixtures__/questions.ts";
import { bgp, open, RULES, simulated } from "../__fixtures__/small-policy.ts";

describe("R63 placement", () => {
  function reasonOf(attachment: Record<string, unknown>, changes = {}) {
    const [placement] = simulated(changes, { ...A_EU, ...attachment }).placements;
    return placement?.state === "unplaced" ? placement.reason : placement?.state;
  }

  test("R63 the first rule by number decides, by tag or constant, and the placement names it", () => {
    expect(simulated({}, A_EU).placements).toEqual([
      expect.objectContaining({ state: "placed", segment: "a", rule: "attachment-policies[1]", edges: ["eu-west-1"] }),
    ]);
    const both = { ...A_EU, tags: { segment: "a", nfg: "yes" } };
    expect(simulated({}, both).placements[0]).toMatchObject({ function_group: "fw", rule: "attachment-policies[0]" });
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    ["no rule matches", { tags: { owner: "x" } }, {}, "no-rule"],
    ["the tag names no segment", { tags: { segment: "A" } }, {}, "tag-names-no-segment"],
    [
      "the segment is not in that region",
      {},
      { segments: [open("a", { "edge-locations": ["us-east-1"] })] },
      "segment-not-in-region",
    ],
    ["the region has no edge", { region: "eu-north-1" }, {}, "region-not-an-edge"],
    ["acceptance is pending", { state: "PENDING_ATTACHMENT_ACCEPTANCE" }, {}, "acceptance-pending"],
    ["it is being deleted", { state: "DELETING" }, {}, "not-available"],
    ["a move waits for acceptance", { state: "PENDING_TAG_ACCEPTANCE", segment: "b" }, {}, "unknown"],
    ["it is available", { state: "AVAILABLE" }, {}, "placed"],
  ])("R63 %s", (_, attachment, changes, expected) => {
    expect(reasonOf(attachment, changes)).toBe(expected);
  });

  const single = (condition: unknown) => ({
    "attachment-policies": [
      { "rule-number": 1, conditions: [condition], action: { "association-method": "constant", segment: "a" } },
    ],
  });

  test.each<[string, unknown, string]>([
    ["`vpn` means site-to-site-vpn", { type: "attachment-type", operator: "equals", value: "vpn" }, "no-rule"],
    ["region", { type: "region", operator: "begins-with", value: "eu-" }, "placed"],
    ["account", { type: "account", operator: "equals", value: "111122223333" }, "placed"],
    ["account-id not-equals", { type: "account-id", operator: "not-equals", value: "111122223333" }, "no-rule"],
    ["resource-id", { type: "resource-id", operator: "contains", value: "vpc-0a" }, "placed"],
    ["tag-value", { type: "tag-value", operator: "equals", key: "segment", value: "a" }, "placed"],
    [
      "a tag that is absent and not-equals is not decided",
      { type: "tag-value", operator: "not-equals", key: "x", value: "a" },
      "unknown",
    ],
    ["tag-name is not decided", { type: "tag-name", key: "segment" }, "unknown"],
  ])("R63 condition: %s", (_, condition, expected) => {
    expect(reasonOf({ resource: "vpc-0a1b2c3d" }, single(condition))).toBe(expected);
  });

  test("R63 a VPN matches `vpn`, and `and` needs every condition", () => {
    const rule = {
      "rule-number": 1,
      "condition-logic": "and",
      conditions: [
        { type: "attachment-type", operator: "equals", value: "vpn" },
        { type: "tag-exists", key: "segment" },
      ],
      action: { "association-method": "constant", segment: "b" },
    };
    const vpn = bgp("vpn", "site-to-site-vpn", "eu-west-1", "a", []);
    const { placements } = simulated({ "attachment-policies": [rule] }, vpn, A_EU, {
      ...vpn,
      id: "untagged",
      tags: {},
    });
    expect(placements.map((each) => each.state)).toEqual(["placed", "unplaced", "unplaced"]);
  });

  test("R63 what is not placed reaches nobody, and says why", () => {
    const simulation = simulated({}, { ...A_EU, tags: {} }, A_US);
    expect(there(simulation, "a-eu", to("a-us"))).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("no rule matches"),
    });
    expect(there(simulation, "a-us", to("a-eu"))).toMatchObject({
      verdict: "blocked",
      reason: expect.stringContaining("no rule matches"),
    });
  });

  test("R63 acceptance that the snapshot does not speak of is assumed, and said", () => {
    const simulation = simulated({ segments: [{ name: "a" }] }, A_EU, A_US);
    expect(there(simulation, "a-eu", to("a-us"))).toMatchObject({
      verdict: "delivered",
      assumptions: ["`a-eu` needs acceptance, and was accepted", "`a-us` needs acceptance, and was accepted"],
    });
  });
});

test("a rule that is given in any order is tried by its number", () => {
  const reversed = simulated(
    { "attachment-policies": RULES.toReversed() },
    { ...A_EU, tags: { segment: "a", nfg: "x" } },
  );
  expect(reversed.placements[0]).toMatchObject({ function_group: "fw", rule: "attachment-policies[1]" });
});
