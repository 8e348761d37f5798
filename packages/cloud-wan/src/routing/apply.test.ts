import { describe, expect, test } from "vitest";
import { A_EU, A_US, andBack, B_EU, INTERNET, routes, there, to } from "../__fixtures__/questions.ts";
import {
  attachmentsOf,
  bgp,
  firewall,
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
import { roundTripCoreNetwork } from "../reach/reach.ts";
import { simulateCoreNetwork } from "../simulate.ts";

/** Routing policies: R73. */

const DROP = { type: "drop" };
const ALLOW = { type: "allow" };
const equals = (value: string) => ({ type: "prefix-equals", value });
const inside = (value: string) => ({ type: "prefix-in-cidr", value });
const EVERYTHING = [equals("0.0.0.0/0"), inside("0.0.0.0/0")];
const RULE = "routing-policies[0].routing-policy-rules";

type Rules = readonly (readonly [readonly Loose[], Loose])[];

/** One policy on the attachments that carry the label `x`. */
function labelled(direction: string, rules: Rules): Loose {
  return {
    "routing-policies": [routing("p", direction, 100, rules)],
    "attachment-routing-policy-rules": [label("x", ["p"])],
  };
}

const onPremises = (more: Loose = {}, changes: Loose = {}) =>
  bgp("dc", "site-to-site-vpn", "us-east-1", "a", [{ prefix: "172.16.0.0/12", as_path: [65100], ...more }], {
    routing_policy_label: "x",
    ...changes,
  });

describe("R73 at the attachment", () => {
  test("R73 an inbound drop keeps the route out of every table, and is named", () => {
    const simulation = simulated(labelled("inbound", [[[equals("172.16.0.0/12")], DROP]]), A_EU, onPremises());
    expect(routes(simulation, "a", "eu-west-1")).toHaveLength(1);
    expect(there(simulation, "a-eu", to("dc"))).toMatchObject({ verdict: "blocked", rule: `${RULE}[0]` });
    expect(simulation.tables.show({ kind: "segment", segment: "a", edge: "eu-west-1" }).filtered).toContainEqual({
      prefix: "172.16.0.0/12",
      attachment: "dc",
      edge: "us-east-1",
      rule: `${RULE}[0]`,
    });
  });

  test("R73 only what carries the label, and only the secondary block that is named", () => {
    const changes = labelled("inbound", [[[equals("100.64.0.0/16")], DROP]]);
    const two = { ...A_US, cidrs4: ["10.2.0.0/16", "100.64.0.0/16"], routing_policy_label: "x" };
    const simulation = simulated(changes, A_EU, two);
    expect(andBack(simulation, "a-eu", to("a-us")).verdict).toBe("delivered");
    expect(there(simulation, "a-eu", to("a-us", "100.64.0.0/16"))).toMatchObject({
      verdict: "blocked",
      rule: `${RULE}[0]`,
    });
    const unlabelled = simulated(changes, A_EU, { ...two, routing_policy_label: undefined });
    expect(there(unlabelled, "a-eu", to("a-us", "100.64.0.0/16")).verdict).toBe("delivered");
  });

  test("R73 an answer to a block that was filtered does not come back", () => {
    const two = { ...A_US, cidrs4: ["10.2.0.0/16", "100.64.0.0/16"], routing_policy_label: "x" };
    const simulation = simulated(labelled("inbound", [[[equals("100.64.0.0/16")], DROP]]), A_EU, two);
    const secondary = { from: { attachment: "a-us", prefix: "100.64.0.0/16" }, to: to("a-eu"), family: 4 } as const;
    expect(andBack(simulation, "a-us", to("a-eu")).verdict).toBe("delivered");
    expect(roundTripCoreNetwork(simulation, secondary)).toMatchObject({
      verdict: "blocked",
      forward: { verdict: "delivered" },
      back: { rule: `${RULE}[0]` },
    });
  });

  test("R73 an outbound drop keeps the network behind it from sending", () => {
    const simulation = simulated(labelled("outbound", [[[equals("10.1.0.0/16")], DROP]]), A_EU, onPremises());
    expect(there(simulation, "dc", to("a-eu"))).toMatchObject({ verdict: "blocked", rule: `${RULE}[0]` });
    expect(there(simulation, "a-eu", to("dc")).verdict).toBe("delivered");
    expect(andBack(simulation, "a-eu", to("dc")).verdict).toBe("blocked");
  });

  test("R73 a summary is advertised in place of what it holds, unless a later rule drops it", () => {
    const summary = { type: "summarize", value: "10.0.0.0/8" };
    const kept: Rules = [
      [[inside("10.0.0.0/8")], summary],
      [[equals("10.0.0.0/8")], ALLOW],
      [EVERYTHING, DROP],
    ];
    expect(there(simulated(labelled("outbound", kept), A_EU, onPremises()), "dc", to("a-eu")).verdict).toBe(
      "delivered",
    );
    const lost: Rules = [
      [[inside("10.0.0.0/8")], summary],
      [EVERYTHING, DROP],
    ];
    expect(there(simulated(labelled("outbound", lost), A_EU, onPremises()), "dc", to("a-eu"))).toMatchObject({
      verdict: "blocked",
      rule: `${RULE}[1]`,
    });
  });

  test("R73 at the edges that the rule names, for what is at several", () => {
    const changes = {
      ...labelled("inbound", [[EVERYTHING, DROP]]),
      "attachment-routing-policy-rules": [label("x", ["p"], { "edge-locations": ["us-east-1"] })],
    };
    const dx = { ...onPremises(), type: "direct-connect-gateway", edge_locations: ["eu-west-1", "us-east-1"] };
    expect(there(simulated(changes, A_US, dx), "a-us", to("dc"))).toMatchObject({
      verdict: "delivered",
      egress_edge: "eu-west-1",
    });
  });
});

test("R73 a network does not learn its own route: one that covers what is dropped does not help it", () => {
  const both = { ...onPremises(), routes: [{ prefix: "0.0.0.0/0", as_path: [65100] }] };
  const simulation = simulated(labelled("outbound", [[[equals("10.1.0.0/16")], DROP]]), A_EU, both);
  expect(there(simulation, "dc", to("a-eu"))).toMatchObject({ verdict: "blocked", rule: `${RULE}[0]` });
});

test("R73 of two rules that know a label the lower number applies, wherever it stands", () => {
  const changes = {
    "routing-policies": [routing("drop", "inbound", 1, [[EVERYTHING, DROP]]), routing("keep", "inbound", 2, [])],
    "attachment-routing-policy-rules": [
      label("x", ["drop"], { "rule-number": 20 }),
      label("x", ["keep"], { "rule-number": 10 }),
    ],
  };
  expect(there(simulated(changes, A_EU, onPremises()), "a-eu", to("dc")).verdict).toBe("delivered");
});

describe("R73 order and default", () => {
  test("R73 allow and drop end it, the rest goes on, what nothing ends is let through", () => {
    const metric = { type: "set-med", value: 7 };
    const simulation = simulated(
      labelled("inbound", [
        [[equals("172.16.0.0/12")], metric],
        [[equals("172.16.0.0/12")], ALLOW],
        [EVERYTHING, DROP],
      ]),
      A_EU,
      {
        ...onPremises(),
        routes: [
          { prefix: "172.16.0.0/12", as_path: [1] },
          { prefix: "192.168.0.0/16", as_path: [1] },
        ],
      },
    );
    const { routes: shown } = simulation.tables.show({ kind: "segment", segment: "a", edge: "us-east-1" });
    expect(shown.map(({ prefix, med }) => [prefix, med])).toEqual([
      ["10.1.0.0/16", null],
      ["172.16.0.0/12", 7],
    ]);
  });

  test("R73 `prefix-in-cidr` leaves the block itself out; IPv6 is another family", () => {
    const routesOf = [
      { prefix: "0.0.0.0/0", as_path: [1] },
      { prefix: "10.9.0.0/16", as_path: [1] },
      { prefix: "2001:db8::/32", as_path: [1] },
    ];
    const simulation = simulated(labelled("inbound", [[[inside("0.0.0.0/0")], DROP]]), {
      ...onPremises(),
      routes: routesOf,
    });
    const { routes: shown } = simulation.tables.show({ kind: "segment", segment: "a", edge: "us-east-1" });
    expect(shown.map(({ prefix }) => prefix)).toEqual(["0.0.0.0/0", "2001:db8::/32"]);
  });

  test("R73 policies of one place run by their numbers, whatever their order in the document", () => {
    const changes = {
      "routing-policies": [
        routing("late", "inbound", 200, [[EVERYTHING, DROP]]),
        routing("early", "inbound", 100, [[EVERYTHING, ALLOW]]),
      ],
      "attachment-routing-policy-rules": [label("x", ["late", "early"])],
    };
    expect(there(simulated(changes, A_EU, onPremises()), "a-eu", to("dc")).verdict).toBe("delivered");
  });

  test("R73 `and` needs all conditions, `or` one", () => {
    const both = (logic: string) => ({
      "routing-policies": [
        {
          ...routing("p", "inbound", 100, []),
          "routing-policy-rules": [
            {
              "rule-number": 1,
              "rule-definition": {
                "condition-logic": logic,
                "match-conditions": [
                  { type: "asn-in-as-path", value: 65100 },
                  { type: "med-equals", value: 9 },
                ],
                action: DROP,
              },
            },
          ],
        },
      ],
      "attachment-routing-policy-rules": [label("x", ["p"])],
    });
    expect(there(simulated(both("and"), A_EU, onPremises()), "a-eu", to("dc")).verdict).toBe("delivered");
    expect(there(simulated(both("or"), A_EU, onPremises()), "a-eu", to("dc")).verdict).toBe("blocked");
  });

  test("R73 a prefix list that is not given leaves it open; given, it decides", () => {
    const changes = labelled("inbound", [[[{ type: "prefix-in-prefix-list", value: "alias" }], DROP]]);
    expect(there(simulated(changes, A_EU, onPremises()), "a-eu", to("dc")).verdict).toBe("may");
    const decided = (prefix: string) =>
      there(
        simulateCoreNetwork(policyOf(changes), attachmentsOf(A_EU, onPremises()), { prefixLists: { alias: [prefix] } }),
        "a-eu",
        to("dc"),
      ).verdict;
    expect(decided("172.16.0.0/12")).toBe("blocked");
    expect(decided("172.16.0.0/16")).toBe("delivered");
  });
});

describe("R73 on a share", () => {
  const community = { type: "community-in-list", value: "65051:100" };
  const hybrid = bgp("dc", "site-to-site-vpn", "eu-west-1", "b", [
    { prefix: "172.16.0.0/16", as_path: [65100], communities: ["65051:100"] },
    { prefix: "172.17.0.0/16", as_path: [65100], communities: ["65051:200"] },
  ]);
  const filtered = (segment: string, other: string, direction: string) => ({
    "routing-policies": [
      routing("p", direction, 100, [
        [[community], ALLOW],
        [EVERYTHING, DROP],
      ]),
    ],
    "segment-actions": [share(segment, [other], ["p"])],
  });

  test.each([
    ["b", "a", "outbound"],
    ["a", "b", "inbound"],
  ])(
    "R73 direction is read from the segment of the share: %s with %s, %s, filters what a learns",
    (segment, other, direction) => {
      const simulation = simulated(filtered(segment, other, direction), A_EU, hybrid);
      expect(andBack(simulation, "a-eu", to("dc", "172.16.0.0/16")).verdict).toBe("delivered");
      expect(there(simulation, "a-eu", to("dc", "172.17.0.0/16"))).toMatchObject({
        verdict: "blocked",
        rule: `${RULE}[1]`,
      });
    },
  );

  test("R73 the other direction is left alone", () => {
    const simulation = simulated(filtered("b", "a", "inbound"), A_EU, hybrid);
    expect(there(simulation, "a-eu", to("dc", "172.17.0.0/16")).verdict).toBe("delivered");
    expect(there(simulation, "dc", to("a-eu"))).toMatchObject({ verdict: "blocked" });
  });

  test("R73 a Direct Connect gateway strips communities", () => {
    const dx = { ...hybrid, type: "direct-connect-gateway" };
    expect(there(simulated(filtered("b", "a", "outbound"), A_EU, dx), "a-eu", to("dc", "172.16.0.0/16")).verdict).toBe(
      "blocked",
    );
  });

  test("R73 communities that the attachment's policy adds are seen on the share, which acts after it", () => {
    const changes = {
      "routing-policies": [
        routing("p", "outbound", 100, [
          [[community], ALLOW],
          [EVERYTHING, DROP],
        ]),
        routing("tag", "inbound", 900, [[EVERYTHING, { type: "add-community", value: ["65051:100"] }]]),
      ],
      "attachment-routing-policy-rules": [label("x", ["tag"])],
      "segment-actions": [share("b", ["a"], ["p"])],
    };
    const simulation = simulated(changes, A_EU, { ...hybrid, routing_policy_label: "x" });
    expect(there(simulation, "a-eu", to("dc", "172.17.0.0/16")).verdict).toBe("delivered");
  });
});

describe("R73 between edges", () => {
  const twoWays = [
    bgp("dc-us", "site-to-site-vpn", "us-east-1", "a", [{ prefix: "172.16.0.0/12", as_path: [65052] }]),
    bgp("dc-ap", "site-to-site-vpn", "ap-south-1", "a", [{ prefix: "172.16.0.0/12", as_path: [65053] }]),
  ];
  const associated = (edge: string, peer: string, direction: string, rules: Rules, segment = "a") => ({
    "routing-policies": [routing("p", direction, 100, rules)],
    "segment-actions": [
      {
        action: "associate-routing-policy",
        segment,
        "edge-location-association": {
          "edge-location": edge,
          "peer-edge-location": peer,
          "routing-policy-names": ["p"],
        },
      },
    ],
  });
  const prepend: Rules = [
    [[{ type: "asn-in-as-path", value: 65052 }], { type: "prepend-asn-list", value: [65500, 65501] }],
  ];

  test.each([
    ["us-east-1", "eu-west-1", "outbound"],
    ["eu-west-1", "us-east-1", "inbound"],
  ])(
    "R73 direction is read from edge-location: %s to %s, %s, makes the other way the shorter",
    (edge, peer, direction) => {
      const simulation = simulated(associated(edge, peer, direction, prepend), A_EU, A_US, ...twoWays);
      expect(there(simulation, "a-eu", to("dc-ap"))).toMatchObject({
        verdict: "delivered",
        egress_edge: "ap-south-1",
        as_path: [65003, 65053],
      });
      expect(there(simulation, "a-us", to("dc-us"))).toMatchObject({ verdict: "delivered", as_path: [65052] });
    },
  );

  test("R73 without it the two are equal; the reverse direction leaves it so", () => {
    expect(there(simulated({}, A_EU, ...twoWays), "a-eu", to("dc-ap")).verdict).toBe("may");
    expect(
      there(simulated(associated("us-east-1", "eu-west-1", "inbound", prepend), A_EU, ...twoWays), "a-eu", to("dc-ap"))
        .verdict,
    ).toBe("may");
  });

  test("R73 a drop between two edges is for that segment and that pair only", () => {
    const dropped = associated("eu-west-1", "us-east-1", "inbound", [[EVERYTHING, DROP]]);
    const asia = vpc("a-ap", "ap-south-1", "a", "10.6.0.0/16");
    const simulation = simulated(dropped, A_EU, A_US, asia, vpc("b-us", "us-east-1", "b", "10.8.0.0/16"), B_EU);
    expect(there(simulation, "a-eu", to("a-us"))).toMatchObject({ verdict: "blocked", rule: `${RULE}[0]` });
    expect(there(simulation, "a-us", to("a-eu")).verdict).toBe("delivered");
    expect(there(simulation, "a-ap", to("a-us")).verdict).toBe("delivered");
    expect(there(simulation, "b-eu", to("b-us")).verdict).toBe("delivered");
  });

  test("R73 whether a segment's edge policies act on what is shared into it, AWS does not say", () => {
    const dropped = associated("eu-west-1", "us-east-1", "inbound", [[EVERYTHING, DROP]]);
    const changes = {
      ...dropped,
      segments: [open("a"), open("b")],
      "segment-actions": [...dropped["segment-actions"], share("a", ["b"])],
    };
    const simulation = simulated(changes, A_EU, vpc("b-us", "us-east-1", "b", "10.8.0.0/16"));
    expect(there(simulation, "a-eu", to("b-us"))).toMatchObject({ verdict: "may" });
  });
});

test("R73 dropping a prefix is no deny: a wider route still carries it, elsewhere", () => {
  const changes = { ...labelled("inbound", [[[equals("203.0.113.0/24")], DROP]]), "segment-actions": [sendTo("a")] };
  const public_ = bgp("dc", "site-to-site-vpn", "eu-west-1", "a", [{ prefix: "203.0.113.0/24", as_path: [1] }], {
    routing_policy_label: "x",
  });
  const simulation = simulated(changes, A_EU, public_, firewall("fw-eu", "eu-west-1"));
  expect(there(simulation, "a-eu", to("dc")).verdict).toBe("blocked");
  const answer = there(simulation, "a-eu", { kind: "address", address: "203.0.113.7" });
  expect(answer).toMatchObject({ verdict: "delivered", inspected_in: ["eu-west-1"], egress_attachment: "fw-eu" });
  expect(there(simulation, "a-eu", INTERNET).verdict).toBe("delivered");
});

describe("R73 actions", () => {
  const shown = (action: Loose, more: Loose = {}) => {
    const simulation = simulated(labelled("inbound", [[EVERYTHING, action]]), onPremises(more));
    return simulation.tables.show({ kind: "segment", segment: "a", edge: "us-east-1" }).routes[0];
  };

  test.each<[Loose, Loose, Loose]>([
    [{ type: "prepend-asn-list", value: [1, 2] }, {}, { as_path: [1, 2, 65100] }],
    [{ type: "remove-asn-list", value: [65100] }, { as_path: [7, 65100, 65100] }, { as_path: [7] }],
    [{ type: "replace-asn-list", value: [65100] }, { as_path: [7, 65100] }, { as_path: [7, "unknown"] }],
    [{ type: "add-community", value: "1:1" }, { communities: ["2:2"] }, { communities: ["2:2", "1:1"] }],
    [{ type: "remove-community", value: ["2:2"] }, { communities: ["2:2"] }, { communities: [] }],
    [{ type: "set-med", value: "30" }, { med: 5 }, { med: 30 }],
    [{ type: "set-local-preference", value: "1000" }, {}, { local_preference: 1000 }],
    [{ type: "summarize", value: "172.0.0.0/8" }, {}, { prefix: "172.16.0.0/12" }],
  ])("R73 %j on %j gives %j", (action, given, expected) => {
    expect(shown(action, given)).toMatchObject(expected);
  });

  test("R73 a VPC attachment can only be filtered", () => {
    const simulation = simulated(labelled("inbound", [[EVERYTHING, { type: "prepend-asn-list", value: [1] }]]), {
      ...A_EU,
      routing_policy_label: "x",
    });
    expect(routes(simulation, "a", "eu-west-1")).toEqual(["10.1.0.0/16 to a-eu by attachment-policies[1]"]);
  });
});
