import { describe, expect, test } from "vitest";
import {
  attachmentsOf,
  bgp,
  firewall,
  isolated,
  type Loose,
  label,
  open,
  override,
  policyOf,
  RULES,
  routing,
  sendTo,
  sendVia,
  share,
  vpc,
} from "../__fixtures__/small-policy.ts";
import type { FindingId } from "./finding.ts";
import { lintCoreNetworkPolicy } from "./lint.ts";

const A_EU = vpc("a-eu", "eu-west-1", "a", "10.1.0.0/16");
const EVERYTHING = [
  { type: "prefix-equals", value: "0.0.0.0/0" },
  { type: "prefix-in-cidr", value: "0.0.0.0/0" },
];

/** Paths at which a finding stands. */
function found(id: FindingId, changes: Loose, attachments?: readonly Loose[]): string[] {
  const options = attachments === undefined ? {} : { attachments: attachmentsOf(...attachments) };
  return lintCoreNetworkPolicy(policyOf(changes), options)
    .filter((finding) => finding.id === id)
    .map(({ path }) => path);
}

const edges = (...given: readonly Loose[]) => given;
const configuration = (changes: Loose) => ({
  "core-network-configuration": {
    "asn-ranges": ["65000-65010"],
    "edge-locations": [{ location: "eu-west-1" }],
    ...changes,
  },
});
const rule = (number: number, logic: string, conditions: readonly Loose[], segment = "a") => ({
  "rule-number": number,
  "condition-logic": logic,
  conditions,
  action: { "association-method": "constant", segment },
});
const tag = (key: string, value?: string) =>
  value === undefined ? { type: "tag-exists", key } : { type: "tag-value", operator: "equals", key, value };
const account = (value: string) => ({ type: "account-id", operator: "equals", value });
const policies = (...given: readonly Loose[]) => ({
  "routing-policies": given,
  "attachment-routing-policy-rules": [
    label(
      "x",
      given.map((each) => String(each["routing-policy-name"])),
    ),
  ],
});

/** What a policy has to hold for a finding, where it stands, and the same mended. */
const CASES: readonly (readonly [FindingId, Loose, string, Loose])[] = [
  [
    "send-via-not-isolated",
    { "segment-actions": [sendVia("a", "single-hop", "*")] },
    "segment-actions[0]",
    { segments: [isolated("a"), open("b")], "segment-actions": [sendVia("a", "single-hop", "*")] },
  ],
  [
    "share-includes-future-segments",
    { "segment-actions": [share("a", "*")] },
    "segment-actions[0].share-with",
    { "segment-actions": [share("a", ["b"])] },
  ],
  [
    "share-includes-future-segments",
    { "segment-actions": [share("a", { except: ["c"] })] },
    "segment-actions[0].share-with",
    {},
  ],
  [
    "filter-one-way",
    { segments: [open("a", { "deny-filter": ["b"] }), open("b")], "segment-actions": [share("b", ["a"])] },
    "segments[0].deny-filter",
    {},
  ],
  [
    "share-stopped-by-filter",
    {
      segments: [open("a", { "deny-filter": ["b"] }), open("b", { "allow-filter": [] })],
      "segment-actions": [share("b", ["a"])],
    },
    "segment-actions[0]",
    {},
  ],
  [
    "share-beside-send-via",
    { "segment-actions": [share("a", ["b"]), sendVia("b", "single-hop", ["a"])] },
    "segment-actions[0]",
    { "segment-actions": [share("a", ["c"]), sendVia("b", "single-hop", ["a"])] },
  ],
  [
    "function-group-mode-conflict",
    { "segment-actions": [sendVia("a", "dual-hop", ["b"]), sendTo("a")] },
    "network-function-groups[0]",
    { "segment-actions": [sendVia("a", "single-hop", ["b"]), sendTo("a")] },
  ],
  [
    "segment-mode-mixed",
    { "segment-actions": [sendVia("a", "dual-hop", ["b"]), sendVia("a", "single-hop", ["c"])] },
    "segment-actions[1].mode",
    { "segment-actions": [sendVia("a", "dual-hop", ["b"]), sendVia("b", "single-hop", ["c"])] },
  ],
  [
    "dual-hop-override",
    { "segment-actions": [sendVia("a", "dual-hop", ["b"], [override(["eu-west-1"], "us-east-1")])] },
    "segment-actions[0].via.with-edge-overrides",
    {},
  ],
  ["function-group-unused", {}, "network-function-groups[0]", { "segment-actions": [sendTo("a")] }],
  ["function-group-without-rule", { "attachment-policies": [RULES[1]] }, "network-function-groups[0]", {}],
  [
    "segment-without-rule",
    { "attachment-policies": [rule(1, "or", [tag("x")])], segments: [open("a"), open("b")] },
    "segments[1]",
    {},
  ],
  [
    "tag-lets-account-choose",
    {},
    "attachment-policies[1]",
    {
      "attachment-policies": [
        { ...RULES[1], "condition-logic": "and", conditions: [tag("segment"), account("111122223333")] },
      ],
    },
  ],
  ["tag-lets-account-choose", {}, "attachment-policies[1]", { segments: [{ name: "a" }] }],
  [
    "rule-shadowed",
    { "attachment-policies": [rule(1, "or", [tag("x")]), rule(2, "and", [tag("x", "y"), account("1")])] },
    "attachment-policies[1]",
    { "attachment-policies": [rule(2, "or", [tag("x")]), rule(1, "and", [tag("x", "y"), account("1")])] },
  ],
  [
    "rule-shadowed",
    { "attachment-policies": [rule(1, "or", [{ type: "any" }]), rule(2, "or", [tag("x")])] },
    "attachment-policies[1]",
    { "attachment-policies": [rule(1, "and", [tag("x"), tag("y")]), rule(2, "or", [tag("x")])] },
  ],
  [
    "rule-never-matches",
    { "attachment-policies": [rule(1, "and", [account("1"), account("2")])] },
    "attachment-policies[0].conditions",
    { "attachment-policies": [rule(1, "or", [account("1"), account("2")])] },
  ],
  [
    "rules-not-compared",
    { "attachment-policies": Array.from({ length: 401 }, (_, i) => rule(i + 1, "or", [tag("x", String(i))])) },
    "attachment-policies",
    {},
  ],
  [
    "asn-range-overlap",
    configuration({ "asn-ranges": ["65000-65010", "65009-65020"] }),
    "core-network-configuration.asn-ranges[1]",
    configuration({ "asn-ranges": ["65000-65010", "65010-65020"] }),
  ],
  [
    "asn-not-private",
    configuration({ "asn-ranges": ["64000-64010"] }),
    "core-network-configuration.asn-ranges[0]",
    configuration({ "asn-ranges": ["4200000000-4200000010"] }),
  ],
  [
    "asn-ranges-too-small",
    configuration({
      "asn-ranges": ["65000-65001"],
      "edge-locations": edges({ location: "eu-west-1" }, { location: "us-east-1" }),
    }),
    "core-network-configuration.asn-ranges",
    {},
  ],
  [
    "edge-asn-duplicate",
    configuration({
      "edge-locations": edges({ location: "eu-west-1", asn: 65000 }, { location: "us-east-1", asn: 65000 }),
    }),
    "core-network-configuration.edge-locations[1].asn",
    {},
  ],
  [
    "edge-asn-outside-ranges",
    configuration({ "edge-locations": edges({ location: "eu-west-1", asn: 65010 }) }),
    "core-network-configuration.edge-locations[0].asn",
    configuration({ "edge-locations": edges({ location: "eu-west-1", asn: 65009 }) }),
  ],
  [
    "inside-cidr-too-small",
    configuration({ "inside-cidr-blocks": ["10.0.0.0/25"] }),
    "core-network-configuration.inside-cidr-blocks[0]",
    configuration({ "inside-cidr-blocks": ["10.0.0.0/24"] }),
  ],
  [
    "inside-cidr-outside",
    configuration({
      "inside-cidr-blocks": ["10.0.0.0/16"],
      "edge-locations": edges({ location: "eu-west-1", "inside-cidr-blocks": ["10.1.0.0/24"] }),
    }),
    "core-network-configuration.edge-locations[0].inside-cidr-blocks[0]",
    {},
  ],
  [
    "inside-cidr-overlap",
    configuration({
      "inside-cidr-blocks": ["10.0.0.0/16"],
      "edge-locations": edges(
        { location: "eu-west-1", "inside-cidr-blocks": ["10.0.0.0/24"] },
        { location: "us-east-1", "inside-cidr-blocks": ["10.0.0.0/23"] },
      ),
    }),
    "core-network-configuration.edge-locations[1].inside-cidr-blocks[0]",
    {},
  ],
  [
    "quota-segments",
    { segments: Array.from({ length: 40 }, (_, i) => open(`s${i}`)) },
    "segments",
    { segments: Array.from({ length: 39 }, (_, i) => open(`s${i}`)) },
  ],
  [
    "routing-policy-unused",
    { "routing-policies": [routing("p", "inbound", 1, [])] },
    "routing-policies[0]",
    policies(routing("p", "inbound", 1, [])),
  ],
  [
    "routing-policy-number-duplicate",
    policies(routing("p", "inbound", 1, []), routing("q", "inbound", 1, [])),
    "routing-policies[1].routing-policy-number",
    policies(routing("p", "inbound", 1, []), routing("q", "inbound", 2, [])),
  ],
  [
    "routing-asn-in-ranges",
    policies(routing("p", "outbound", 1, [[EVERYTHING, { type: "prepend-asn-list", value: [65005] }]])),
    "routing-policies[0].routing-policy-rules[0].rule-definition.action.value",
    policies(routing("p", "outbound", 1, [[EVERYTHING, { type: "prepend-asn-list", value: [65500] }]])),
  ],
  [
    "drop-spares-the-block-itself",
    policies(routing("p", "inbound", 1, [[EVERYTHING.slice(1), { type: "drop" }]])),
    "routing-policies[0].routing-policy-rules[0].rule-definition.match-conditions[0]",
    policies(routing("p", "inbound", 1, [[EVERYTHING, { type: "drop" }]])),
  ],
  [
    "summary-dropped",
    policies(
      routing("p", "outbound", 1, [
        [EVERYTHING, { type: "summarize", value: "10.0.0.0/8" }],
        [EVERYTHING, { type: "drop" }],
      ]),
    ),
    "routing-policies[0].routing-policy-rules[0].rule-definition.action",
    policies(
      routing("p", "outbound", 1, [
        [EVERYTHING, { type: "summarize", value: "10.0.0.0/8" }],
        [[{ type: "prefix-equals", value: "10.0.0.0/8" }], { type: "allow" }],
        [EVERYTHING, { type: "drop" }],
      ]),
    ),
  ],
  [
    "routing-action-without-effect",
    policies(routing("p", "inbound", 1, [[EVERYTHING, { type: "summarize", value: "10.0.0.0/8" }]])),
    "routing-policies[0].routing-policy-rules[0].rule-definition.action",
    {},
  ],
];

describe("lint of a document", () => {
  test.each(CASES)("%s", (id, changes, path, mended) => {
    expect(found(id, changes)).toContain(path);
    if (Object.keys(mended).length > 0) expect(found(id, mended)).toEqual([]);
  });

  test("the size of the document is held against AWS's quota", () => {
    const ids = (bytes: number) => lintCoreNetworkPolicy(policyOf(), { bytes }).map(({ id }) => id);
    expect(ids(1_000_001)).toContain("quota-policy-size");
    expect(ids(1_000_000)).not.toContain("quota-policy-size");
  });

  test("errors come first", () => {
    const levels = lintCoreNetworkPolicy(
      policyOf({ "segment-actions": [share("a", "*"), sendVia("a", "single-hop", "*")] }),
    ).map(({ level }) => level);
    expect(levels[0]).toBe("error");
    expect(levels.lastIndexOf("error")).toBeLessThan(levels.indexOf("warning"));
  });
});

const route = (destinations: readonly string[]) => ({
  action: "create-route",
  segment: "a",
  "destination-cidr-blocks": ["192.0.2.0/24"],
  destinations,
});

const WITH_ATTACHMENTS: readonly (readonly [FindingId, Loose, readonly Loose[], string])[] = [
  ["attachment-matches-no-rule", {}, [{ ...A_EU, tags: {} }], "attachments[a-eu]"],
  ["attachment-tag-names-no-segment", {}, [{ ...A_EU, tags: { segment: "A" } }], "attachments[a-eu]"],
  [
    "attachment-tag-absent",
    { "attachment-policies": [{ ...RULES[1], conditions: [{ type: "any" }] }] },
    [{ ...A_EU, tags: {} }],
    "attachments[a-eu]",
  ],
  [
    "attachment-segment-not-in-region",
    { segments: [open("a", { "edge-locations": ["us-east-1"] })] },
    [A_EU],
    "attachments[a-eu]",
  ],
  ["attachment-region-not-an-edge", {}, [{ ...A_EU, region: "eu-north-1" }], "attachments[a-eu]"],
  ["attachment-acceptance-pending", {}, [{ ...A_EU, state: "PENDING_ATTACHMENT_ACCEPTANCE" }], "attachments[a-eu]"],
  ["attachment-not-available", {}, [{ ...A_EU, state: "FAILED" }], "attachments[a-eu]"],
  ["attachment-placement-unknown", {}, [{ ...A_EU, state: "PENDING_TAG_ACCEPTANCE" }], "attachments[a-eu]"],
  ["send-to-without-inspection", { "segment-actions": [sendTo("a")] }, [A_EU], "segment-actions[0].via"],
  [
    "dual-hop-region-without-inspection",
    { "segment-actions": [sendVia("a", "dual-hop", ["b"])] },
    [A_EU, firewall("fw", "eu-west-1")],
    "segment-actions[0].via",
  ],
  [
    "inspection-order-undefined",
    { "segment-actions": [sendVia("a", "single-hop", ["b"])] },
    [firewall("f1", "eu-west-1"), firewall("f2", "us-east-1")],
    "segment-actions[0].via",
  ],
  [
    "appliance-mode-off",
    { "segment-actions": [sendTo("a")] },
    [firewall("fw", "eu-west-1", { appliance_mode: false })],
    "attachments[fw]",
  ],
  ["cidr-overlap", {}, [A_EU, vpc("twin", "us-east-1", "a", "10.1.2.0/24")], "attachments[twin]"],
  [
    "cidr-overlap",
    { "segment-actions": [share("a", ["b"])] },
    [A_EU, vpc("twin", "us-east-1", "b", "10.1.2.0/24")],
    "attachments[twin]",
  ],
  [
    "isolated-transit-gateway",
    { segments: [isolated("a")] },
    [bgp("tgw", "transit-gateway-route-table", "eu-west-1", "a", [])],
    "attachments[tgw]",
  ],
  ["static-route-not-placed", { "segment-actions": [route(["gone"])] }, [A_EU], "segment-actions[0].destinations[0]"],
  [
    "static-route-two-in-region",
    { "segment-actions": [route(["a-eu", "x"])] },
    [A_EU, vpc("x", "eu-west-1", "a", "10.9.0.0/16")],
    "segment-actions[0].destinations[1]",
  ],
  ["label-without-rule", {}, [{ ...A_EU, routing_policy_label: "x" }], "attachments[a-eu]"],
  [
    "routing-action-without-effect",
    policies(routing("p", "inbound", 1, [[EVERYTHING, { type: "set-med", value: 1 }]])),
    [{ ...A_EU, routing_policy_label: "x" }],
    "attachments[a-eu]",
  ],
  [
    "quota-attachments-of-vpc",
    {},
    Array.from({ length: 6 }, (_, i) => ({ ...A_EU, id: `v${i}`, resource: "vpc-1", cidrs4: [] })),
    "attachments[v0]",
  ],
  [
    "quota-attachments",
    {},
    Array.from({ length: 5001 }, (_, i) => ({ ...A_EU, id: `v${i}`, cidrs4: [] })),
    "attachments",
  ],
];

describe("lint with attachments", () => {
  test.each(WITH_ATTACHMENTS)("%s", (id, changes, attachments, path) => {
    expect(found(id, changes, attachments)).toContain(path);
    expect(found(id, changes)).toEqual([]);
  });

  test("blocks may overlap where nothing is within reach of both", () => {
    expect(found("cidr-overlap", {}, [A_EU, vpc("twin", "us-east-1", "b", "10.1.2.0/24")])).toEqual([]);
  });
});
