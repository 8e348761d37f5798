import { describe, expect, test } from "vitest";
import { A_EU, A_US, andBack, routes, there, to } from "../__fixtures__/questions.ts";
import { bgp, type Loose, label, routing, simulated, vpc } from "../__fixtures__/small-policy.ts";

/** Route evaluation at an edge: R72. */

const PREFIX = "172.16.0.0/12";
const A_AP = vpc("a-ap", "ap-south-1", "a", "10.6.0.0/16");

function onPremises(
  id: string,
  type: string,
  region: string,
  asPath: readonly number[],
  more: Loose = {},
  changes: Loose = {},
): Loose {
  return bgp(id, type, region, "a", [{ prefix: PREFIX, as_path: asPath, ...more }], changes);
}

/** Which attachment a packet from `a-eu` leaves by, or `may`. */
function chosen(...attachments: readonly Loose[]): string {
  const answer = there(simulated({}, A_EU, ...attachments), "a-eu", { kind: "address", address: "172.16.0.1" });
  return answer.verdict === "delivered" ? (answer.egress_attachment ?? "may") : answer.verdict;
}

const vpn = (id: string, region: string, asPath: readonly number[], more: Loose = {}) =>
  onPremises(id, "site-to-site-vpn", region, asPath, more);

describe("R72 best route", () => {
  test("R72 the longest prefix comes before everything", () => {
    const narrow = bgp("narrow", "site-to-site-vpn", "us-east-1", "a", [
      { prefix: "172.16.0.0/16", as_path: [1, 2, 3] },
    ]);
    expect(chosen(vpn("wide", "eu-west-1", [65100]), narrow)).toBe("narrow");
  });

  test("R72 static before propagated", () => {
    const simulation = simulated(
      {
        "segment-actions": [
          { action: "create-route", segment: "a", "destination-cidr-blocks": [PREFIX], destinations: ["slow"] },
        ],
      },
      A_EU,
      vpn("slow", "eu-west-1", [1, 2, 3]),
      vpn("fast", "eu-west-1", [1]),
    );
    expect(routes(simulation, "a", "eu-west-1")).toContain(`${PREFIX} to slow by segment-actions[0]`);
  });

  test("R72 a VPC of the same region before any AS path; of another region it is one edge away", () => {
    const twin = { ...vpc("twin", "eu-west-1", "a", PREFIX) };
    expect(chosen(twin, onPremises("dx", "direct-connect-gateway", "eu-west-1", []))).toBe("twin");
    const far = { ...vpc("far", "us-east-1", "a", PREFIX) };
    expect(chosen(far, onPremises("dx", "direct-connect-gateway", "eu-west-1", []))).toBe("dx");
  });

  test("R72 the shorter AS path comes before the kind of attachment, unlike at a Transit Gateway", () => {
    expect(
      chosen(onPremises("dx", "direct-connect-gateway", "eu-west-1", [65100, 65100]), vpn("vpn", "eu-west-1", [65100])),
    ).toBe("vpn");
  });

  test("R72 another edge's number counts in the AS path, and is shown", () => {
    expect(chosen(vpn("near", "eu-west-1", [65100]), vpn("far", "us-east-1", [65100]))).toBe("near");
    const simulation = simulated({}, A_AP, vpn("far", "us-east-1", [65100]));
    expect(there(simulation, "a-ap", to("far")).as_path).toEqual([65002, 65100]);
  });

  test("R72 then the lower MED; without one it is the lowest", () => {
    expect(chosen(vpn("low", "eu-west-1", [65100], { med: 50 }), vpn("high", "eu-west-1", [65100], { med: 100 }))).toBe(
      "low",
    );
    expect(chosen(vpn("none", "eu-west-1", [65100]), vpn("high", "eu-west-1", [65100], { med: 100 }))).toBe("none");
  });

  test("R72 then Direct Connect, Connect and VPN of the same region, and the rest", () => {
    const kinds = ["direct-connect-gateway", "connect", "site-to-site-vpn", "transit-gateway-route-table"];
    for (const [i, kind] of kinds.entries()) {
      for (const other of kinds.slice(i + 1)) {
        expect(
          chosen(onPremises(other, other, "eu-west-1", [65100]), onPremises(kind, kind, "eu-west-1", [65100])),
        ).toBe(kind);
      }
    }
  });

  test("R72 a Connect of another region does not come before a VPN of another region", () => {
    const simulation = simulated(
      {},
      A_AP,
      onPremises("connect", "connect", "eu-west-1", [65100]),
      vpn("vpn", "us-east-1", [65100]),
    );
    expect(routes(simulation, "a", "ap-south-1")).toContain(
      `${PREFIX} to connect or vpn by attachment-policies[1] may`,
    );
  });

  test("R72 what is equal in everything is random and stays: which one, is not decided", () => {
    const tgw = (id: string) => onPremises(id, "transit-gateway-route-table", "eu-west-1", [65100]);
    expect(chosen(tgw("one"), tgw("two"))).toBe("may");
    expect(there(simulated({}, A_EU, tgw("one"), tgw("two")), "a-eu", to("one")).verdict).toBe("may");
  });

  test("R72 equal VPNs of one edge are used side by side, unless that is switched off (R60)", () => {
    const two = [vpn("one", "eu-west-1", [65100]), vpn("two", "eu-west-1", [65100])];
    expect(routes(simulated({}, A_EU, ...two), "a", "eu-west-1")).toContain(
      `${PREFIX} to one and two as 65100 by attachment-policies[1]`,
    );
    const configuration = {
      "vpn-ecmp-support": false,
      "asn-ranges": ["65000-65010"],
      "edge-locations": [{ location: "eu-west-1" }],
    };
    const off = simulated({ "core-network-configuration": configuration }, A_EU, ...two);
    expect(routes(off, "a", "eu-west-1")).toContain(`${PREFIX} to one or two by attachment-policies[1] may`);
  });

  test("R72 an AS path that the snapshot does not hold decides nothing", () => {
    const unknown = bgp("tgw", "transit-gateway-route-table", "eu-west-1", "a", [{ prefix: PREFIX }]);
    expect(chosen(unknown, vpn("vpn", "eu-west-1", [65100]))).toBe("may");
  });
});

describe("local preference", () => {
  const changes = {
    "routing-policies": [
      routing("prefer", "inbound", 100, [
        [[{ type: "prefix-equals", value: PREFIX }], { type: "set-local-preference", value: 300 }],
      ]),
    ],
    "attachment-routing-policy-rules": [label("preferred", ["prefer"])],
  };
  const preferred = onPremises(
    "preferred",
    "site-to-site-vpn",
    "eu-west-1",
    [65100, 65100],
    {},
    { routing_policy_label: "preferred" },
  );

  test("it comes before the AS path at the edge that set it", () => {
    const simulation = simulated(changes, A_EU, preferred, vpn("short", "eu-west-1", [65100]));
    expect(andBack(simulation, "a-eu", to("preferred"))).toMatchObject({
      verdict: "delivered",
      forward: { rule: "routing-policies[0].routing-policy-rules[0]" },
    });
  });

  test("it does not count at another edge, which is an autonomous system of its own, and the answer says that it took this for granted", () => {
    const far = onPremises("far", "site-to-site-vpn", "ap-south-1", [65100]);
    const simulation = simulated(changes, A_US, preferred, far);
    expect(there(simulation, "a-us", to("far"))).toMatchObject({
      verdict: "delivered",
      assumptions: ["a local preference counts at the edge that set it, and at no other"],
    });
  });

  test("an edge tells the others its best route alone: what it prefers there, all take from there", () => {
    const simulation = simulated(changes, A_US, preferred, vpn("short", "eu-west-1", [65100]));
    expect(there(simulation, "a-us", to("preferred"))).toMatchObject({
      verdict: "delivered",
      as_path: [65001, 65100, 65100],
    });
  });

  test("set between two edges it counts at the one that hears it", () => {
    const between = {
      "routing-policies": changes["routing-policies"].map((each) => ({
        ...each,
        "routing-policy-direction": "outbound",
      })),
      "segment-actions": [
        {
          action: "associate-routing-policy",
          segment: "a",
          "edge-location-association": {
            "edge-location": "eu-west-1",
            "peer-edge-location": "us-east-1",
            "routing-policy-names": ["prefer"],
          },
        },
      ],
    };
    const far = onPremises("far", "site-to-site-vpn", "ap-south-1", [65100]);
    const simulation = simulated(
      between,
      A_US,
      A_AP,
      onPremises("near", "site-to-site-vpn", "eu-west-1", [65100, 65100]),
      far,
    );
    expect(there(simulation, "a-us", to("near")).verdict).toBe("delivered");
    expect(there(simulation, "a-ap", to("far")).verdict).toBe("delivered");
  });
});

test("R72 of two routes of one edge the others hear the better one, by what is not told to them as well", () => {
  const [low, high] = [vpn("low", "eu-west-1", [65100], { med: 1 }), vpn("high", "eu-west-1", [65100], { med: 2 })];
  const simulation = simulated({}, A_US, low, high);
  expect(routes(simulation, "a", "us-east-1")).toContain(`${PREFIX} to low as 65001 65100 by attachment-policies[1]`);
});

test("R72 VPNs that one edge uses side by side stay so from afar", () => {
  const simulation = simulated({}, A_US, vpn("one", "eu-west-1", [65100]), vpn("two", "eu-west-1", [65100]));
  expect(routes(simulation, "a", "us-east-1")).toContain(
    `${PREFIX} to one and two as 65001 65100 by attachment-policies[1]`,
  );
});
