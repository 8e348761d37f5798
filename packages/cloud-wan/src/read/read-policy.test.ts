import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Loose, mutated, wholePolicy } from "../__fixtures__/whole-policy.ts";
import { CloudWanError } from "../errors.ts";
import { parseCoreNetworkPolicy, readCoreNetworkPolicy } from "./read-policy.ts";

test("a policy that uses the whole grammar of 2025.11 is taken without a word", () => {
  const { policy, problems } = readCoreNetworkPolicy(wholePolicy());
  expect(problems).toEqual([]);
  expect(policy?.segmentActions).toHaveLength(6);
  expect(policy?.routingPolicies[0]?.["routing-policy-rules"][3]?.["rule-definition"].action).toEqual({
    type: "remove-asn-list",
    value: [65500, 65501],
  });
});

describe("a mutated policy is refused, with the path and what was expected", () => {
  test.each<[string, unknown, string, string, RegExp]>([
    ["version", "2025.10", "not-allowed", "version", /`2021.12` or `2025.11`/],
    ["version", undefined, "missing", "version", /2025.11/],
    ["core-network-configuration", undefined, "missing", "core-network-configuration", /object/],
    [
      "core-network-configuration.asn-ranges[0]",
      "64512..64555",
      "not-allowed",
      "core-network-configuration.asn-ranges[0]",
      /64512-64555/,
    ],
    [
      "core-network-configuration.edge-locations[0].location",
      "europe",
      "not-allowed",
      "core-network-configuration.edge-locations[0].location",
      /eu-west-1/,
    ],
    [
      "core-network-configuration.edge-locations[1].location",
      "eu-west-1",
      "duplicate-name",
      "core-network-configuration.edge-locations[1].location",
      /one edge/,
    ],
    [
      "core-network-configuration.dns-suport",
      true,
      "unknown-key",
      "core-network-configuration.dns-suport",
      /did you mean `dns-support`/,
    ],
    ["segments[0].name", "prod-general", "not-allowed", "segments[0].name", /letters and digits/],
    ["segments[1].name", "PROD", "duplicate-name", "segments[1].name", /of its own/],
    ["segments[0].allow-filter", ["dev"], "both-filters", "segments[0]", /keep one/],
    ["segments[0].deny-filter[0]", "dav", "unknown-name", "segments[0].deny-filter[0]", /did you mean `dev`/],
    [
      "segments[0].edge-locations[0]",
      "eu-west-3",
      "region-not-an-edge",
      "segments[0].edge-locations[0]",
      /eu-west-1, us-east-1/,
    ],
    ["segment-actions[0].action", "shar", "wrong-type", "segment-actions[0].action", /`share`/],
    ["segment-actions[0].share-with", { except: "prod" }, "wrong-type", "segment-actions[0].share-with", /except/],
    [
      "segment-actions[0].routing-policy-names[0]",
      "nothing",
      "unknown-name",
      "segment-actions[0].routing-policy-names[0]",
      /routing-policies/,
    ],
    [
      "segment-actions[1].share-with.except[0]",
      "prd",
      "unknown-name",
      "segment-actions[1].share-with.except[0]",
      /`prod`/,
    ],
    [
      "segment-actions[2].destination-cidr-blocks[0]",
      "203.0.113.7/24",
      "not-allowed",
      "segment-actions[2].destination-cidr-blocks[0]",
      /10.0.0.0\/16/,
    ],
    [
      "segment-actions[2].destinations[1]",
      "attachment-0123456789abcdef0",
      "blackhole-not-alone",
      "segment-actions[2].destinations",
      /two actions/,
    ],
    ["segment-actions[3].mode", "triple-hop", "not-allowed", "segment-actions[3].mode", /dual-hop/],
    [
      "segment-actions[3].via.network-function-groups[0]",
      "inspektion",
      "unknown-name",
      "segment-actions[3].via.network-function-groups[0]",
      /`inspection`/,
    ],
    [
      "segment-actions[3].via.with-edge-overrides[0]",
      "eu-west-1",
      "wrong-type",
      "segment-actions[3].via.with-edge-overrides[0]",
      /object/,
    ],
    [
      "segment-actions[3].via.with-edge-overrides[0].use-edge-location",
      "ap-south-1",
      "region-not-an-edge",
      "segment-actions[3].via.with-edge-overrides[0].use-edge-location",
      /eu-west-1/,
    ],
    [
      "segment-actions[5].edge-location-association.peer-edge-location",
      undefined,
      "missing",
      "segment-actions[5].edge-location-association.peer-edge-location",
      /string/,
    ],
    [
      "attachment-policies[0].condition-logic",
      undefined,
      "condition-logic-missing",
      "attachment-policies[0].condition-logic",
      /`and`/,
    ],
    ["attachment-policies[1].rule-number", 10, "duplicate-number", "attachment-policies[1].rule-number", /of its own/],
    ["attachment-policies[1].rule-number", 65536, "not-allowed", "attachment-policies[1].rule-number", /at most 65535/],
    [
      "attachment-policies[0].conditions[8].value",
      "peering",
      "not-allowed",
      "attachment-policies[0].conditions[8].value",
      /`vpc`/,
    ],
    [
      "attachment-policies[0].conditions[2].operator",
      "matches",
      "not-allowed",
      "attachment-policies[0].conditions[2].operator",
      /begins-with/,
    ],
    [
      "attachment-policies[1].action.segment",
      "dev",
      "not-allowed",
      "attachment-policies[1].action",
      /tag-value-of-key/,
    ],
    ["attachment-policies[2].action.segment", "dev", "not-allowed", "attachment-policies[2].action", /alone/],
    [
      "routing-policies[0].routing-policy-direction",
      "both",
      "not-allowed",
      "routing-policies[0].routing-policy-direction",
      /inbound/,
    ],
    [
      "routing-policies[0].routing-policy-rules[1].rule-number",
      1,
      "duplicate-number",
      "routing-policies[0].routing-policy-rules[1].rule-number",
      /order decides/,
    ],
    [
      "routing-policies[0].routing-policy-rules[0].rule-definition.action.type",
      "deny",
      "wrong-type",
      "routing-policies[0].routing-policy-rules[0].rule-definition.action.type",
      /`drop`/,
    ],
    [
      "routing-policies[0].routing-policy-rules[3].rule-definition.match-conditions[0].value",
      "100",
      "not-allowed",
      "routing-policies[0].routing-policy-rules[3].rule-definition.match-conditions[0].value",
      /65051:100/,
    ],
    [
      "attachment-routing-policy-rules[0].action.associate-routing-policies[0]",
      "noDefalt",
      "unknown-name",
      "attachment-routing-policy-rules[0].action.associate-routing-policies[0]",
      /noDefault/,
    ],
    ["version", "2021.12", "needs-2025-11", "routing-policies", /2025.11/],
    ["segments[0].description", { "Fn::Sub": "x" }, "not-literal", "segments[0].description", /resolved/],
    ["segments[0].description", "!Sub x", "not-literal", "segments[0].description", /resolved/],
    [
      "attachment-policies[0].conditions[6].value",
      ["$", "{Account}"].join(""),
      "not-literal",
      "attachment-policies[0].conditions[6].value",
      /resolved/,
    ],
  ])("%s = %j", (path, value, id, at, fix) => {
    const { policy, problems } = readCoreNetworkPolicy(mutated(path, value));
    expect(policy).toBeNull();
    expect(problems).toContainEqual(
      expect.objectContaining({ id, path: at, level: "error", fix: expect.stringMatching(fix) }),
    );
  });
});

test("a comment key is told and left aside", () => {
  const { policy, problems } = readCoreNetworkPolicy({ ...wholePolicy(), __comment: "why" });
  expect(policy).not.toBeNull();
  expect(problems).toEqual([expect.objectContaining({ id: "comment-key", path: "__comment", level: "warning" })]);
});

test("a boolean where a string belongs, and a name where a list belongs, are taken and told", () => {
  const document = mutated("attachment-policies[0].conditions[2].value", true);
  const sent = (document["segment-actions"] as Loose[])[3] as Loose;
  sent["when-sent-to"] = { segments: "dev" };
  const { policy, problems } = readCoreNetworkPolicy(document);
  expect(policy).not.toBeNull();
  expect(problems.map(({ id, path }) => [id, path])).toEqual([
    ["taken-as", "segment-actions[3].when-sent-to.segments"],
    ["taken-as", "attachment-policies[0].conditions[2].value"],
  ]);
});

test("the first problem is in the error that is thrown", () => {
  expect(() => parseCoreNetworkPolicy(mutated("version", "1"))).toThrow(CloudWanError);
  expect(() => parseCoreNetworkPolicy(mutated("version", "1"))).toThrow(/`1` is not allowed here/);
});

describe("bad input", () => {
  test("a document of more than 100,000 lines is answered within seconds", () => {
    const rules = Array.from({ length: 15_000 }, (_, i) => ({
      "rule-number": i + 1,
      conditions: [{ type: "tag-value", operator: "equals", key: "k", value: String(i) }],
      action: { "association-method": "constant", segment: i % 2 === 0 ? "prod" : "nowhere" },
    }));
    const document = mutated("attachment-policies", rules);
    expect(JSON.stringify(document, null, 1).split("\n").length).toBeGreaterThan(100_000);
    const { policy, problems } = readCoreNetworkPolicy(document);
    expect(policy).toBeNull();
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toMatchObject({ id: "more-problems", message: "7300 more problems" });
  }, 10_000);

  test("what is nested without end is refused before any schema sees it", () => {
    let deep: unknown = "x";
    for (let i = 0; i < 10_000; i += 1) deep = { via: deep };
    expect(readCoreNetworkPolicy(mutated("segments", deep)).problems).toEqual([
      expect.objectContaining({ id: "too-deep" }),
    ]);
  });

  test("any JSON gets an answer: a policy, or problems with an error among them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const { policy, problems } = readCoreNetworkPolicy(value);
        expect(policy !== null || problems.some(({ level }) => level === "error")).toBe(true);
      }),
    );
  });

  test("any value anywhere in a policy gets an answer", () => {
    const paths = [
      "segments",
      "segments[0]",
      "segment-actions[3].via",
      "attachment-policies[0].conditions",
      "routing-policies[0]",
      "core-network-configuration.edge-locations",
    ];
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const { policy, problems } = readCoreNetworkPolicy(mutated(path, value));
        expect(policy !== null || problems.some(({ level }) => level === "error")).toBe(true);
      }),
    );
  });
});
