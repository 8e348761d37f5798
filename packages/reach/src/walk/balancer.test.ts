import type { ResourceOf } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { asking, at, told } from "../__fixtures__/ask.ts";
import {
  acl,
  eni,
  entry,
  group,
  IGW,
  merged,
  type Parts,
  pair,
  rule,
  subnet,
  table,
} from "../__fixtures__/small-estate.ts";

const HOME = { region: "us-east-1", account: "111111111111", tags: {} };
type Balancer = ResourceOf<"load_balancers">;
type Group = ResourceOf<"target_groups">;

/** A network load balancer at 10.1.3.50 in `s3` in front of `eni-2` port 8080, in another zone. */
function nlb(
  more: {
    balancer?: Partial<Balancer>;
    group?: Partial<Group>;
    two?: Partial<ResourceOf<"interfaces">>;
    zone?: string;
  } = {},
): Parts {
  return merged(pair({}, { two: { instance: "i-2", ...more.two }, s2: { zone: more.zone ?? "us-east-1a" } }), {
    subnets: [subnet("s3", "vpc-a", "10.1.3.0/24")],
    route_tables: [table("rtb-s3", "vpc-a")],
    interfaces: [
      eni("eni-l", "vpc-a", "s3", "10.1.3.50", {
        type: "network_load_balancer",
        groups: [],
        description: "ELB net/one/1",
      }),
    ],
    load_balancers: [
      {
        id: "net/one/1",
        ...HOME,
        name: "one",
        type: "network",
        scheme: "internal",
        vpc: "vpc-a",
        subnets: ["s3", "s2"],
        groups: [],
        listeners: [{ port: 443, protocol: "TCP", targets: [], target_groups: ["tg-1"] }],
        nodes: [{ zone: "us-east-1a", subnet: "s3", interface: "eni-l", addresses: ["10.1.3.50"] }],
        ...more.balancer,
      },
    ],
    target_groups: [
      {
        id: "tg-1",
        ...HOME,
        name: "tg-1",
        vpc: "vpc-a",
        protocol: "TCP",
        port: 8080,
        target_type: "instance",
        targets: [{ id: "i-2", port: null, zone: null }],
        ...more.group,
      },
    ],
  });
}

const admitting = (id: string, port: number, ...cidrs: string[]) => group(id, [rule("tcp", [port, port], cidrs)]);

describe("load balancers", () => {
  test("R46: without groups everybody reaches the listener, with groups whom they admit", () => {
    expect(told(nlb(), "eni-1", at("10.1.3.50"))).toBe("delivered");
    expect(told(nlb(), "eni-1", at("10.1.3.50"), { ports: [[80, 80]] })).toContain("ELBV2_LISTENER_PORT_RESTRICTION");
    const shut = merged(nlb({ balancer: { groups: ["sg-lb"] } }), {
      security_groups: [admitting("sg-lb", 443, "10.9.0.0/16")],
    });
    expect(told(shut, "eni-1", at("10.1.3.50"))).toContain("ENI_SG_RULES_MISMATCH");
  });

  test("R47: targets see the client, or the node where its address is not kept; the port is the target's", () => {
    const from = (cidr: string, more: Parameters<typeof nlb>[0] = {}) =>
      merged(nlb({ ...more, two: { groups: ["sg-t"] } }), { security_groups: [admitting("sg-t", 8080, cidr)] });
    expect(told(from("10.1.1.10/32"), "eni-1", at("10.1.3.50"))).toBe("delivered");
    expect(told(from("10.1.3.50/32"), "eni-1", at("10.1.3.50"))).toContain("ENI_SG_RULES_MISMATCH");
    const byAddress = { group: { target_type: "ip" as const, targets: [{ id: "10.1.2.10", port: null, zone: null }] } };
    expect(told(from("10.1.3.50/32", byAddress), "eni-1", at("10.1.3.50"))).toBe("delivered");
    expect(told(from("10.1.1.10/32", byAddress), "eni-1", at("10.1.3.50"))).toContain("ENI_SG_RULES_MISMATCH");
    const kept = { group: { ...byAddress.group, preserve_client_ip: true } };
    expect(told(from("10.1.1.10/32", kept), "eni-1", at("10.1.3.50"))).toBe("delivered");
    const own = merged(nlb({ balancer: { groups: ["sg-open"] }, two: { groups: ["sg-t"] } }), {
      security_groups: [group("sg-t", [rule("tcp", [8080, 8080], [], { groups: ["sg-open"] })])],
    });
    expect(told(own, "eni-1", at("10.1.3.50"))).toBe("delivered");
  });

  test("R48: a node sends into its own zone unless cross-zone is on", () => {
    expect(told(nlb({ zone: "us-east-1b" }), "eni-1", at("10.1.3.50"))).toContain("has no target");
    expect(told(nlb({ zone: "us-east-1b", balancer: { cross_zone: true } }), "eni-1", at("10.1.3.50"))).toBe(
      "delivered",
    );
    expect(told(nlb({ zone: "us-east-1b", group: { cross_zone: true } }), "eni-1", at("10.1.3.50"))).toBe("delivered");
  });

  test("R49: of several targets one that answers is enough: health checks leave the others out", () => {
    const two = merged(
      nlb({
        group: {
          targets: [
            { id: "eni-9", port: null, zone: null },
            { id: "i-2", port: null, zone: null },
          ],
        },
      }),
      {
        interfaces: [eni("eni-9", "vpc-a", "s3", "10.1.3.90", { groups: [] })],
      },
    );
    const answer = asking(two, "eni-1", at("10.1.3.50"));
    expect(answer.verdict).toBe("delivered");
    expect(answer.alternatives.map(({ forward }) => forward.verdict)).toEqual(["blocked", "delivered"]);
  });

  test("of several ways that get there, the way back is asked of each", () => {
    const two = nlb({
      group: {
        targets: [
          { id: "eni-9", port: null, zone: null },
          { id: "i-2", port: null, zone: null },
        ],
      },
    });
    const shut = merged(two, {
      subnets: [subnet("s9", "vpc-a", "10.1.9.0/24", { network_acl: "acl-in" })],
      interfaces: [eni("eni-9", "vpc-a", "s9", "10.1.9.90")],
      network_acls: [acl("acl-in", [entry(1, false, "allow")])],
    });
    expect(told(shut, "eni-1", at("10.1.3.50"))).toBe("delivered");
    expect(asking(shut, "eni-1", at("10.1.3.50"), { one_way: true }).verdict).toBe("delivered");
  });

  test("R50: an application load balancer ends the connection and begins another", () => {
    const alb = nlb({
      balancer: {
        type: "application",
        groups: ["sg-open"],
        listeners: [{ port: 443, protocol: "HTTPS", targets: [], target_groups: ["tg-1"] }],
      },
    });
    const shut = {
      ...alb,
      interfaces: (alb.interfaces ?? []).map((each) => (each.id === "eni-2" ? { ...each, groups: [] } : each)),
    };
    expect(told(shut, "eni-1", at("10.1.3.50"))).toBe("delivered");
  });

  test("R51: a function's interface takes nothing from outside", () => {
    expect(told(pair({}, { two: { type: "lambda" } }), "eni-1", "eni-2")).toContain("takes nothing from outside");
    expect(told(pair({}, { two: { type: "lambda" } }), "eni-2", "eni-1")).toBe("delivered");
  });

  test("the lists of the node's and the target's subnets see both ways, and a client is not its own target", () => {
    const out = merged(nlb(), IGW);
    expect(told(out, "eni-2", at("10.1.3.50"))).toContain("has no target");
    expect(told(nlb(), "eni-1", { resource: "eni-2" }, { quantifier: "some" })).toBe("delivered");
    for (const name of [
      "net/one/1",
      "one",
      "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/net/one/1",
    ])
      expect(told(nlb(), "eni-1", { resource: name })).toBe("delivered");
  });
});
