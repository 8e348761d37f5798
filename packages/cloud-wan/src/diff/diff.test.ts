import { describe, expect, test } from "vitest";
import {
  attachmentsOf,
  isolated,
  type Loose,
  label,
  open,
  policyOf,
  routing,
  sendTo,
  share,
  simulated,
  vpc,
} from "../__fixtures__/small-policy.ts";
import { diffPolicies } from "./policies.ts";
import { diffSimulations } from "./simulations.ts";

const A_EU = vpc("a-eu", "eu-west-1", "a", "10.1.0.0/16");
const B_EU = vpc("b-eu", "eu-west-1", "b", "10.3.0.0/16");

/** Type, action and path of each change. */
function changes(before: Loose, after: Loose, ...attachments: readonly Loose[]): string[] {
  return diffPolicies(policyOf(before), policyOf(after), attachmentsOf(...attachments)).map(
    ({ action, identifier_path }) => `${action} ${identifier_path}`,
  );
}

const configuration = (changed: Loose) => ({
  "core-network-configuration": {
    "asn-ranges": ["65000-65010"],
    "edge-locations": [{ location: "eu-west-1" }],
    ...changed,
  },
});

describe("change set", () => {
  test("two documents that say the same change nothing, in whatever order their keys stand", () => {
    expect(
      changes({}, { segments: [{ "require-attachment-acceptance": false, name: "a" }, open("b"), open("c")] }),
    ).toEqual([]);
  });

  test("a segment is added at each of its edges; the share that comes with it changes the other one", () => {
    const after = {
      segments: [open("a"), open("b"), open("c"), open("d", { "edge-locations": ["eu-west-1"] })],
      "segment-actions": [share("d", ["a"])],
    };
    expect(changes({}, after)).toEqual([
      "MODIFY CORE_NETWORK_SEGMENT/ap-south-1/a",
      "MODIFY CORE_NETWORK_SEGMENT/eu-west-1/a",
      "ADD CORE_NETWORK_SEGMENT/eu-west-1/d",
      "MODIFY CORE_NETWORK_SEGMENT/us-east-1/a",
      "MODIFY SEGMENTS_CONFIGURATION/segments",
      "MODIFY SEGMENT_ACTIONS_CONFIGURATION/segment-actions",
    ]);
    expect(
      diffPolicies(policyOf(), policyOf(after)).find(
        ({ identifier_path }) => identifier_path === "CORE_NETWORK_SEGMENT/eu-west-1/a",
      ),
    ).toMatchObject({
      type: "CORE_NETWORK_SEGMENT",
      identifier: "a",
      previous: { SharedSegments: [] },
      new: { SharedSegments: ["d"] },
    });
  });

  test.each<[string, Loose, Loose, string[]]>([
    [
      "configuration",
      configuration({}),
      configuration({ "dns-support": false }),
      ["MODIFY CORE_NETWORK_CONFIGURATION/core-network-configuration"],
    ],
    [
      "an edge's number",
      configuration({}),
      configuration({ "edge-locations": [{ location: "eu-west-1", asn: 65001 }] }),
      ["MODIFY CORE_NETWORK_EDGE/eu-west-1"],
    ],
    [
      "an edge that goes",
      {
        ...configuration({ "edge-locations": [{ location: "eu-west-1" }, { location: "us-east-1" }] }),
        segments: [open("a", { "edge-locations": ["eu-west-1"] })],
        "attachment-policies": [],
        "network-function-groups": [],
      },
      {
        ...configuration({}),
        segments: [open("a", { "edge-locations": ["eu-west-1"] })],
        "attachment-policies": [],
        "network-function-groups": [],
      },
      ["REMOVE CORE_NETWORK_EDGE/us-east-1"],
    ],
    [
      "a static route",
      {},
      {
        "segment-actions": [
          {
            action: "create-route",
            segment: "a",
            "destination-cidr-blocks": ["192.0.2.0/24"],
            destinations: ["blackhole"],
          },
        ],
      },
      ["ADD ATTACHMENT_ROUTE_STATIC/a/192.0.2.0/24", "MODIFY SEGMENT_ACTIONS_CONFIGURATION/segment-actions"],
    ],
    [
      "a routing policy by label",
      {},
      { "routing-policies": [routing("p", "inbound", 1, [])], "attachment-routing-policy-rules": [label("x", ["p"])] },
      ["ADD ROUTING_POLICY/p", "ADD ROUTING_POLICY_ATTACHMENT_ASSOCIATION/10"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  test("service insertion changes the segment at every edge", () => {
    expect(
      changes({}, { "segment-actions": [sendTo("a")] }).filter((line) => line.includes("CORE_NETWORK_SEGMENT")),
    ).toHaveLength(3);
  });

  test("routing policies on a share and on a pair of edges are associations of their own", () => {
    const base = { "routing-policies": [routing("p", "inbound", 1, [])] };
    const pair = {
      action: "associate-routing-policy",
      segment: "a",
      "edge-location-association": {
        "edge-location": "eu-west-1",
        "peer-edge-location": "us-east-1",
        "routing-policy-names": ["p"],
      },
    };
    const lines = changes(
      { ...base, "segment-actions": [share("a", ["b"])] },
      { ...base, "segment-actions": [share("a", ["b"], ["p"]), pair] },
    );
    expect(lines).toEqual([
      "ADD ROUTING_POLICY_EDGE_ASSOCIATION/a/eu-west-1/us-east-1",
      "ADD ROUTING_POLICY_SEGMENT_ASSOCIATION/b/a",
      "MODIFY SEGMENT_ACTIONS_CONFIGURATION/segment-actions",
    ]);
  });

  test("attachments that move, and what they announce", () => {
    const rules = [
      { "rule-number": 1, conditions: [{ type: "any" }], action: { "association-method": "constant", segment: "b" } },
    ];
    expect(changes({}, { "attachment-policies": rules }, A_EU)).toEqual([
      "MODIFY ATTACHMENT_MAPPING/eu-west-1/a-eu",
      "MODIFY ATTACHMENT_POLICIES_CONFIGURATION/attachment-policies",
      "REMOVE ATTACHMENT_ROUTE_PROPAGATION/a/a-eu",
      "ADD ATTACHMENT_ROUTE_PROPAGATION/b/a-eu",
    ]);
  });

  test("isolation takes an attachment's routes out of its segment", () => {
    expect(changes({}, { segments: [isolated("a"), open("b"), open("c")] }, A_EU)).toContain(
      "REMOVE ATTACHMENT_ROUTE_PROPAGATION/a/a-eu",
    );
  });
});

describe("routes that differ", () => {
  const told = (before: Loose, after: Loose) =>
    diffSimulations(simulated(before, A_EU, B_EU), simulated(after, A_EU, B_EU)).map(
      ({ table, prefix, change }) =>
        `${change} ${prefix} ${table.kind === "segment" ? table.segment : table.group} ${table.edge}`,
    );

  test("a share adds the other's routes at every edge", () => {
    expect(told({}, { "segment-actions": [share("a", ["b"])] })).toEqual([
      "added 10.3.0.0/16 a eu-west-1",
      "added 10.3.0.0/16 a us-east-1",
      "added 10.3.0.0/16 a ap-south-1",
      "added 10.1.0.0/16 b eu-west-1",
      "added 10.1.0.0/16 b us-east-1",
      "added 10.1.0.0/16 b ap-south-1",
    ]);
  });

  test("the way back is the same routes the other way round", () => {
    const [one, two] = [
      { "segment-actions": [share("a", ["b"])] },
      { segments: [isolated("a"), open("b"), open("c")] },
    ];
    const turned = told(two, one).map((line) =>
      line.replace("added", "+").replace("removed", "added").replace("+", "removed"),
    );
    expect(turned.sort()).toEqual(told(one, two).sort());
  });

  test("a route that leads elsewhere is changed", () => {
    const route = {
      action: "create-route",
      segment: "a",
      "destination-cidr-blocks": ["10.1.0.0/16"],
      destinations: ["blackhole"],
    };
    expect(told({}, { "segment-actions": [route] })).toEqual([
      "changed 10.1.0.0/16 a eu-west-1",
      "changed 10.1.0.0/16 a us-east-1",
      "changed 10.1.0.0/16 a ap-south-1",
    ]);
  });
});
