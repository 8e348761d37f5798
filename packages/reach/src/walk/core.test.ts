import type { ResourceOf } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { asking, at, internet, told } from "../__fixtures__/ask.ts";
import {
  eni,
  group,
  merged,
  other,
  type Parts,
  pair,
  route,
  rule,
  subnet,
  table,
  vpc,
} from "../__fixtures__/small-estate.ts";

type Attachment = ResourceOf<"attachments">;
const CORE = "core-network-1";
const EDGE = "us-east-1";
const HOME = { region: EDGE, account: "111111111111" };

function attachment(id: string, resource: string, segment: string | null, more: Partial<Attachment> = {}): Attachment {
  return {
    id,
    core_network: CORE,
    type: "vpc",
    resource,
    ...HOME,
    state: "AVAILABLE",
    segment,
    network_function_group: null,
    appliance_mode: false,
    tags: {},
    ...more,
  };
}

function network(
  more: Record<string, unknown> = {},
  configuration: Record<string, unknown> = {},
): ResourceOf<"core_networks"> {
  return {
    id: CORE,
    account: "111111111111",
    state: "AVAILABLE",
    policy_version: 1,
    policy: {
      version: "2025.11",
      "core-network-configuration": {
        "asn-ranges": ["64512-64555"],
        "edge-locations": [{ location: EDGE }, { location: "eu-west-1" }],
        ...configuration,
      },
      segments: [{ name: "one" }, { name: "two" }],
      "network-function-groups": [{ name: "inspect", "require-attachment-acceptance": false }],
      ...more,
    },
    segment_names: {},
    tags: {},
  };
}

const SHARE = { action: "share", mode: "attachment-route", segment: "one", "share-with": ["two"] };
const via = { "network-function-groups": ["inspect"] };
const SEND_VIA = { action: "send-via", segment: "one", mode: "single-hop", "when-sent-to": { segments: ["two"] }, via };
const SEND_TO = (segment: string) => ({ action: "send-to", segment, via });
const out = route("0.0.0.0/0", "core-network", CORE);

/** `vpc-a` in segment `one` and `vpc-b` in `two`, both with their default routes to the core network. */
function joined(
  actions: readonly object[],
  more: {
    a?: Partial<Attachment>;
    b?: Partial<Attachment>;
    policy?: object;
    configuration?: Record<string, unknown>;
  } = {},
  others: Parts = {},
): Parts {
  return merged(
    pair({ s1: [out], s2: [out] }),
    other([out]),
    {
      core_networks: [network({ "segment-actions": actions, ...more.policy }, more.configuration)],
      attachments: [
        attachment("attachment-a", "vpc-a", "one", { subnets: ["s1"], ...more.a }),
        attachment("attachment-b", "vpc-b", "two", { subnets: ["sb"], ...more.b }),
      ],
    },
    others,
  );
}

/** An inspection VPC with one firewall, a NAT gateway and a way back into the core network for what is private. */
function inspection(rules: readonly string[] = [], back: "core-network" | "none" = "core-network"): Parts {
  const home = back === "core-network" ? [route("10.0.0.0/8", "core-network", CORE)] : [];
  return {
    vpcs: [vpc("vpc-i", "100.64.0.0/16")],
    subnets: [
      subnet("wan", "vpc-i", "100.64.0.0/24"),
      subnet("fw", "vpc-i", "100.64.1.0/24"),
      subnet("pub", "vpc-i", "100.64.2.0/24"),
    ],
    route_tables: [
      table("rtb-wan", "vpc-i", [route("0.0.0.0/0", "vpc-endpoint", "vpce-1")]),
      table("rtb-fw", "vpc-i", [route("0.0.0.0/0", "nat-gateway", "nat-1"), ...home]),
      table("rtb-pub", "vpc-i", [
        route("0.0.0.0/0", "internet-gateway", "igw-i"),
        route("10.0.0.0/8", "vpc-endpoint", "vpce-1"),
      ]),
    ],
    internet_gateways: [{ id: "igw-i", vpc: "vpc-i", tags: {} }],
    nat_gateways: [{ id: "nat-1", subnet: "pub", public_ip: "203.0.113.9", private_ip: "100.64.2.10", tags: {} }],
    firewalls: [
      {
        id: "firewall-1",
        ...HOME,
        name: "firewall-1",
        vpc: "vpc-i",
        subnets: ["fw"],
        endpoints: [{ zone: "us-east-1a", endpoint: "vpce-1", subnet: "fw" }],
        rule_groups: ["group-1"],
        logging: true,
        tags: {},
      },
    ],
    firewall_rule_groups: [
      { id: "group-1", ...HOME, name: "group-1", capacity: 10, rules: [...rules], references: {}, tags: {} },
    ],
    attachments: [
      attachment("attachment-i", "vpc-i", null, {
        network_function_group: "inspect",
        appliance_mode: true,
        subnets: ["wan"],
      }),
    ],
  };
}

const ask = (on: Parts) => told(on, "eni-1", "eni-b");

describe("across a core network", () => {
  test("R63: an attachment that waits, that no rule places, or that no segment takes carries nothing and says why", () => {
    expect(ask(joined([SHARE]))).toBe("delivered");
    expect(ask(joined([SHARE], { a: { state: "PENDING_ATTACHMENT_ACCEPTANCE", segment: null } }))).toMatch(
      /^blocked: .*in no segment/,
    );
    expect(ask(joined([SHARE], { b: { state: "PENDING_ATTACHMENT_ACCEPTANCE" } }))).toMatch(/^blocked: .*no share/);
    expect(ask(joined([SHARE], { a: { segment: null } }))).toMatch(/no rule matches/);
    expect(ask(joined([SHARE], { a: { segment: "three" } }))).toMatch(/no segment of the policy/);
    const elsewhere = { segments: [{ name: "one", "edge-locations": ["eu-west-1"] }, { name: "two" }] };
    expect(ask(joined([SHARE], { policy: elsewhere }))).toMatch(/segment `one` is not in us-east-1/);
  });

  test("R63: where the policy places an attachment that the estate has nowhere, it is not decided", () => {
    const rules = [
      { "rule-number": 1, conditions: [{ type: "any" }], action: { "association-method": "constant", segment: "one" } },
    ];
    const policy = { "attachment-policies": rules };
    expect(ask(joined([SHARE], { a: { segment: null }, policy }))).toBe("may");
  });

  test("R64, R65: inside a segment all reach each other, unless it is isolated", () => {
    const same = { b: { segment: "one" } };
    expect(ask(joined([], same))).toBe("delivered");
    const isolated = { segments: [{ name: "one", "isolate-attachments": true }, { name: "two" }] };
    expect(ask(joined([], { ...same, policy: isolated }))).toMatch(/^blocked: .*it is isolated/);
  });

  test("R66: a filter takes the pair out of a share", () => {
    const policy = { segments: [{ name: "one" }, { name: "two", "deny-filter": ["one"] }] };
    expect(ask(joined([SHARE], { policy }))).toMatch(/blocked/);
  });

  test("R67: a static route leads into an attachment's VPC and on by that VPC's own tables; a blackhole ends it", () => {
    const to = (destinations: string[]) => [
      SHARE,
      { action: "create-route", segment: "one", "destination-cidr-blocks": ["10.2.1.0/24"], destinations },
    ];
    expect(ask(joined(to(["blackhole"])))).toMatch(/^blocked: .*blackhole/);
    const egress = [
      {
        action: "create-route",
        segment: "one",
        "destination-cidr-blocks": ["0.0.0.0/0"],
        destinations: ["attachment-0e0e0e0e"],
      },
    ];
    const exit = (listed: boolean): Parts => {
      const { attachments: _, ...parts } = inspection();
      const own = attachment("attachment-0e0e0e0e", "vpc-i", "one", listed ? { subnets: ["wan"] } : {});
      return { ...parts, attachments: [own] };
    };
    expect(told(joined(egress, {}, exit(true)), "eni-1", at("203.0.114.1"))).toBe("delivered");
    expect(told(joined(egress, {}, exit(false)), "eni-1", at("203.0.114.1"))).toMatch(/^may/);
    // Nothing of segment `two` is in the table that the static route's segment has: it ends in the other VPC, or comes back round.
    expect(ask(joined(egress, {}, exit(true)))).toMatch(/^blocked/);
  });

  test("R68: what leaves goes through the group's VPC, its firewall and its NAT gateway, and so does the reply", () => {
    const [to, there] = [joined([SEND_TO("one")], {}, inspection()), at("203.0.114.1")];
    const { verdict, forward, return: back } = asking(to, "eni-1", there);
    expect(verdict).toBe("delivered");
    expect(forward.hops.map(({ resource }) => resource)).toEqual(expect.arrayContaining(["firewall-1", "nat-1"]));
    expect(back.hops.map(({ resource }) => resource)).toContain("firewall-1");
    const dropped = inspection(["drop tcp 10.1.0.0/16 any -> any 443 (sid:1;)"]);
    expect(told(joined([SEND_TO("one")], {}, dropped), "eni-1", there)).toMatch(/^blocked: firewall/);
    const { nat_gateways: _, ...closed } = inspection();
    expect(told(joined([SEND_TO("one")], {}, closed), "eni-1", there)).toMatch(/^blocked/);
    expect(told(joined([SEND_TO("one")]), "eni-1", there)).toMatch(/^blocked: .*the group has no attachment/);
    expect(told(to, internet, "eni-1")).toMatch(/^blocked/);
  });

  test("R68, R73: what the way out takes in, the inspection VPC sends back to every segment that uses the group", () => {
    const both = [SEND_TO("one"), SEND_TO("two")];
    expect(ask(joined(both, {}, inspection()))).toBe("delivered");
    expect(ask(joined(both, {}, inspection([], "none")))).toMatch(/^blocked/);
    expect(ask(joined([SEND_TO("one")], {}, inspection()))).toMatch(/^blocked/);
    const end = (segment: string) => ({
      action: "create-route",
      segment,
      "destination-cidr-blocks": ["10.0.0.0/8"],
      destinations: ["blackhole"],
    });
    expect(ask(joined([...both, end("one"), end("two")], {}, inspection()))).toMatch(/blackhole/);
  });

  test("R69: between two segments by inspection, both ways, without a share", () => {
    const { verdict, forward, return: back } = asking(joined([SEND_VIA], {}, inspection()), "eni-1", "eni-b");
    expect(verdict).toBe("delivered");
    for (const way of [forward, back]) expect(way.hops.map(({ resource }) => resource)).toContain("firewall-1");
    expect(ask(joined([SEND_VIA], {}, inspection(["drop tcp any any -> 10.2.0.0/16 443 (sid:1;)"])))).toMatch(
      /firewall/,
    );
    expect(ask(joined([SEND_VIA], {}, inspection([], "none")))).toMatch(/^blocked/);
    expect(ask(joined([SEND_VIA]))).toMatch(/^blocked: .*the group has no attachment/);
    // Both a share and inspection for one pair: AWS does not say which.
    expect(ask(joined([SHARE, SEND_VIA], {}, inspection(["drop ip any any -> any any (sid:1;)"])))).toMatch(/^may/);
  });

  test("R69: an inspection VPC whose inside is not in the estate leaves it open", () => {
    const { attachments, ...parts } = inspection();
    const bare = attachments?.map(({ subnets: _, ...each }) => each) ?? [];
    expect(ask(joined([SEND_VIA], {}, { ...parts, attachments: bare }))).toBe("may");
    expect(ask(joined([SEND_VIA], {}, { attachments: bare }))).toBe("may");
  });

  test("R73: a routing policy that drops a prefix at the attachment takes the way", () => {
    const policy = {
      "routing-policies": [
        {
          "routing-policy-name": "narrow",
          "routing-policy-direction": "inbound",
          "routing-policy-number": 1,
          "routing-policy-rules": [
            {
              "rule-number": 1,
              "rule-definition": {
                "match-conditions": [{ type: "prefix-equals", value: "10.2.0.0/16" }],
                "condition-logic": "and",
                action: { type: "drop" },
              },
            },
          ],
        },
      ],
      "attachment-routing-policy-rules": [
        {
          "rule-number": 1,
          conditions: [{ type: "routing-policy-label", value: "narrowed" }],
          action: { "associate-routing-policies": ["narrow"] },
        },
      ],
    };
    expect(ask(joined([SHARE], { b: { routing_policy_label: "narrowed" }, policy }))).toMatch(/^blocked/);
    expect(ask(joined([SHARE], { policy }))).toBe("delivered");
  });

  test("R74: who announces what the estate does not hold may have the address; the Transit Gateway behind a table is not followed", () => {
    const site = (more: Partial<Attachment>): Parts => ({
      attachments: [attachment("attachment-s", "vpn-1", "one", { type: "site-to-site-vpn", ...more })],
    });
    const there = at("192.168.1.1");
    expect(told(joined([], {}, site({ advertised: ["192.168.0.0/16"] })), "eni-1", there)).toBe("delivered");
    expect(told(joined([], {}, site({ advertised: [] })), "eni-1", there)).toMatch(/^blocked/);
    expect(told(joined([], {}, site({})), "eni-1", there)).toBe("may");
    expect(told(joined([], {}, site({ segment: "two" })), "eni-1", there)).toMatch(/^blocked/);
    const transit = site({ type: "transit-gateway-route-table", advertised: ["10.2.0.0/16"] });
    expect(told(joined([], {}, transit), "eni-1", "eni-b")).toBe("may");
  });

  test("R75: the same block behind two attachments of a segment is not decided", () => {
    const twin: Parts = {
      attachments: [attachment("attachment-t", "vpc-t", "two")],
      vpcs: [vpc("vpc-t", "10.2.0.0/16")],
    };
    expect(ask(joined([SHARE], {}, twin))).toMatch(/^may/);
  });

  test("R22: a reference to a group holds at one edge where the core network and both attachments say so", () => {
    const referencing = { security_group_referencing: true };
    const on = (configuration: Record<string, unknown>, b: Partial<Attachment> = referencing): Parts => {
      const parts = joined([SHARE], { a: referencing, b, configuration });
      const one = eni("eni-1", "vpc-a", "s1", "10.1.1.10");
      const two = eni("eni-b", "vpc-b", "sb", "10.2.1.10", { groups: ["sg-ref"] });
      return {
        ...parts,
        interfaces: [one, two],
        security_groups: [
          ...(parts.security_groups ?? []),
          group("sg-ref", [rule("tcp", [443, 443], [], { groups: ["sg-open"] })], undefined, { vpc: "vpc-b" }),
        ],
      };
    };
    expect(ask(on({ "security-group-referencing-support": true }))).toBe("delivered");
    expect(ask(on({ "security-group-referencing-support": true }, {}))).toMatch(/^blocked: security group/);
    expect(ask(on({}))).toMatch(/^blocked: security group/);
  });
});
