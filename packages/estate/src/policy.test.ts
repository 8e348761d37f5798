import { describe, expect, test } from "vitest";
import { companyWan } from "./__fixtures__/company-wan.ts";
import { list } from "./parts.ts";
import { type AttachmentFacts, placeAttachment } from "./place-attachment.ts";
import { type PolicyDocument, policySegments } from "./policy.ts";
import { sharesOf } from "./shares.ts";
import { validatePolicy } from "./validate-policy.ts";

const base = {
  version: "2021.12",
  "core-network-configuration": { "asn-ranges": ["64512-64555"], "edge-locations": [{ location: "eu-west-1" }] },
  segments: [{ name: "prod" }, { name: "dev" }, { name: "shared", "require-attachment-acceptance": false }],
  "network-function-groups": [{ name: "inspection" }],
};

function document(changes: Record<string, unknown>): PolicyDocument {
  return { ...base, ...changes };
}

const attachment: AttachmentFacts = {
  type: "vpc",
  resource: "vpc-1",
  region: "eu-west-1",
  account: "111122223333",
  tags: { segment: "prod", owner: "web" },
};

function place(rules: unknown[], facts: Partial<AttachmentFacts> = {}): ReturnType<typeof placeAttachment> {
  return placeAttachment(document({ "attachment-policies": rules }), { ...attachment, ...facts });
}

const into = (segment: string): object => ({ "association-method": "constant", segment });
const rule = (number: number, conditions: object[], action: object, logic?: string): object => ({
  "rule-number": number,
  ...(logic && { "condition-logic": logic }),
  conditions,
  action,
});
const tag = (operator: string, value: string, key = "segment"): object => ({ type: "tag-value", operator, key, value });
const any = { type: "any" };

describe("placeAttachment", () => {
  test("the lowest number that matches decides, whatever the order of the document", () => {
    expect(place([rule(200, [any], into("dev")), rule(100, [any], into("prod"))])).toMatchObject({
      segment: "prod",
      rule: 100,
    });
  });

  test.each([
    [tag("equals", "prod"), true],
    [tag("equals", "pro"), false],
    [tag("begins-with", "pro"), true],
    [tag("contains", "ro"), true],
    [tag("not-equals", "dev"), true],
    [tag("equals", "prod", "missing"), false],
    [{ type: "tag-exists", key: "owner" }, true],
    [{ type: "tag-exists", key: "constructor" }, false],
    [{ type: "account-id", operator: "equals", value: "111122223333" }, true],
    [{ type: "account", operator: "equals", value: "444455556666" }, false],
    [{ type: "region", operator: "begins-with", value: "eu-" }, true],
    [{ type: "resource-id", operator: "equals", value: "vpc-2" }, false],
    [{ type: "attachment-type", operator: "equals", value: "vpc" }, true],
    [{ type: "attachment-type", operator: "equals", value: "vpn" }, false],
  ])("%j holds: %s", (condition, holds) => {
    expect(place([rule(1, [condition], into("prod"))]).segment).toBe(holds ? "prod" : null);
  });

  test("`and` wants all conditions, `or` one", () => {
    const two = [tag("equals", "prod"), tag("equals", "nobody", "owner")];
    expect(place([rule(1, two, into("prod"), "and")]).segment).toBeNull();
    expect(place([rule(1, two, into("prod"), "or")]).segment).toBe("prod");
  });

  test("a tag may name the segment, and one that names none leaves the attachment dark", () => {
    const action = { "association-method": "tag", "tag-value-of-key": "segment" };
    expect(place([rule(1, [any], action)])).toMatchObject({ segment: "prod", rule: 1 });
    expect(place([rule(1, [any], action)], { tags: { segment: "nowhere" } })).toMatchObject({ segment: null, rule: 1 });
  });

  test("acceptance is what the segment wants, and a rule can only tighten it", () => {
    expect(place([rule(1, [any], into("prod"))]).require_acceptance).toBe(true);
    expect(place([rule(1, [any], into("shared"))]).require_acceptance).toBe(false);
    expect(place([rule(1, [any], { ...into("shared"), "require-acceptance": true })]).require_acceptance).toBe(true);
    expect(place([rule(1, [any], { ...into("prod"), "require-acceptance": false })]).require_acceptance).toBe(true);
  });

  test("a group takes it out of every segment", () => {
    expect(place([rule(1, [any], { "add-to-network-function-group": "inspection" })])).toMatchObject({
      segment: null,
      network_function_group: "inspection",
    });
  });

  test.each([
    ["a condition that is not modelled", rule(1, [{ type: "tag-name", operator: "equals", value: "x" }], into("dev"))],
    ["several conditions without logic", rule(1, [any, tag("equals", "prod")], into("dev"))],
    ["`not-equals` of a tag that isn't there", rule(1, [tag("not-equals", "x", "missing")], into("dev"))],
  ])("%s makes the answer unknown, not the next rule's", (_what, first) => {
    const found = place([first, rule(2, [any], into("prod"))]);
    expect(found).toMatchObject({ segment: null, unknown: expect.any(String) });
  });

  test("every attachment of the sample is where the policy puts it", () => {
    const [network] = list(companyWan(), "core_networks");
    for (const each of list(companyWan(), "attachments")) {
      const { segment, network_function_group, unknown } = placeAttachment(network?.policy ?? {}, each);
      expect({ segment, network_function_group, unknown }).toEqual({
        segment: each.segment,
        network_function_group: each.network_function_group,
        unknown: undefined,
      });
    }
  });
});

describe("sharesOf", () => {
  const share = (segment: string, target: unknown): object => ({
    action: "share",
    mode: "attachment-route",
    segment,
    "share-with": target,
  });
  const pairs = (...actions: object[]): string[] =>
    sharesOf(document({ "segment-actions": actions })).map(({ a, b }) => `${a} ${b}`);

  test("writes `*` and `except` out, once a pair, never with itself", () => {
    expect(pairs(share("shared", "*"))).toEqual(["prod shared", "dev shared"]);
    expect(pairs(share("shared", { except: ["prod"] }))).toEqual(["dev shared"]);
    expect(pairs(share("shared", ["dev"]), share("dev", ["shared"]))).toEqual(["dev shared"]);
  });

  test("a filter on either side takes the exchange away", () => {
    const segments = [
      { name: "prod", "deny-filter": ["shared"] },
      { name: "dev", "allow-filter": ["prod"] },
      { name: "shared" },
    ];
    expect(sharesOf(document({ segments, "segment-actions": [share("shared", "*")] }))).toEqual([]);
  });
});

describe("validatePolicy", () => {
  test("finds nothing in the sample's policy", () => {
    const [network] = list(companyWan(), "core_networks");
    expect(validatePolicy(network?.policy ?? {})).toEqual([]);
    expect(policySegments(network?.policy ?? {})).toHaveLength(13);
  });

  test.each([
    ["$.segments[0].name", { segments: [{ name: "prod-general" }] }],
    ["$.segments[1].name", { segments: [{ name: "prod" }, { name: "PROD" }] }],
    ["$.segments[0]", { segments: [{ name: "prod", colour: "green" }] }],
    ["$.segments", { segments: [] }],
    ["$.segments[0].edge-locations", { segments: [{ name: "prod", "edge-locations": ["us-east-1"] }] }],
    [
      "$.attachment-policies[1].rule-number",
      { "attachment-policies": [rule(1, [any], into("dev")), rule(1, [any], into("prod"))] },
    ],
    ["$.attachment-policies[0].action.segment", { "attachment-policies": [rule(1, [any], into("gone"))] }],
    ["$.attachment-policies[0].condition-logic", { "attachment-policies": [rule(1, [any, any], into("dev"))] }],
    [
      "$.segment-actions[0].share-with",
      { "segment-actions": [{ action: "share", mode: "attachment-route", segment: "prod", "share-with": ["gone"] }] },
    ],
    [
      "$.segment-actions[0].via",
      { "segment-actions": [{ action: "send-to", segment: "prod", via: { "network-function-groups": ["gone"] } }] },
    ],
    [
      "$.segment-actions[0].destination-cidr-blocks",
      {
        "segment-actions": [
          {
            action: "create-route",
            segment: "prod",
            "destination-cidr-blocks": ["10.0.0.0/99"],
            destinations: ["blackhole"],
          },
        ],
      },
    ],
    ["$.version", { version: "2030.01" }],
    ["$", { "segment-action": [] }],
  ])("finds the fault at %s", (path, changes) => {
    expect(validatePolicy(document(changes))).toContainEqual(expect.objectContaining({ path, kind: "error" }));
  });

  test.each([
    ["$.routing-policies", { "routing-policies": [] }],
    ["$.segment-actions[0]", { "segment-actions": [{ action: "associate-routing-policy", segment: "prod" }] }],
    [
      "$.attachment-policies[0].conditions[0].type",
      { "attachment-policies": [rule(1, [{ type: "tag-name" }], into("dev"))] },
    ],
  ])("says that it does not model %s", (path, changes) => {
    const issues = validatePolicy(document(changes));
    expect(issues).toContainEqual(expect.objectContaining({ kind: "unmodelled", path: expect.stringContaining(path) }));
  });
});
