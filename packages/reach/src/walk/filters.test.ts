import { describe, expect, test } from "vitest";
import { asking, at, internet, told } from "../__fixtures__/ask.ts";
import {
  ANY,
  acl,
  eni,
  entry,
  estateOf,
  group,
  IGW,
  merged,
  other,
  type Parts,
  pair,
  route,
  rule,
  transit,
} from "../__fixtures__/small-estate.ts";

const open = "0.0.0.0/0";

/** `eni-2` behind groups of its own. */
function behind(...groups: ReturnType<typeof group>[]): Parts {
  return merged(pair({}, { two: { groups: groups.map(({ id }) => id) } }), { security_groups: groups });
}

/** `eni-2` in a subnet with a list of its own. */
function listed(...entries: ReturnType<typeof entry>[]): Parts {
  return merged(pair({}, { s2: { network_acl: "acl-1" } }), { network_acls: [acl("acl-1", entries)] });
}

const tcp = (port: number) => ({ ports: [[port, port] as const] });

describe("security groups", () => {
  test("R16: any rule of any group permits, and none permits nothing", () => {
    const both = behind(
      group("sg-a", [rule("tcp", [22, 22], [open])]),
      group("sg-b", [rule("tcp", [443, 443], [open])]),
    );
    expect(told(both, "eni-1", "eni-2", tcp(22))).toBe("delivered");
    expect(told(both, "eni-1", "eni-2", tcp(443))).toBe("delivered");
    expect(told(both, "eni-1", "eni-2", tcp(80))).toContain("no ingress rule admits it (ENI_SG_RULES_MISMATCH)");
    expect(told(pair({}, { two: { groups: [] } }), "eni-1", "eni-2")).toContain("SG_HAS_NO_RULES");
  });

  test("R17: remote address, protocol and destination port decide; of ICMP type and code; other protocols as a whole", () => {
    const parts = behind(
      group("sg-a", [
        rule("icmp", [8, null], [open]),
        rule("47", [null, null], [open]),
        rule("tcp", [20, 25], ["10.1.1.0/28"]),
      ]),
    );
    expect(told(parts, "eni-1", "eni-2", { protocol: "icmp", icmp_type: 8, icmp_code: 0 })).toBe("delivered");
    expect(told(parts, "eni-1", "eni-2", { protocol: "icmp", icmp_type: 13 })).toContain("blocked");
    expect(told(parts, "eni-1", "eni-2", { protocol: "47" })).toBe("delivered");
    expect(told(parts, "eni-1", "eni-2", { protocol: "50" })).toContain("blocked");
    expect(told(parts, "eni-1", "eni-2", { protocol: "0" })).toContain("blocked");
    expect(told(pair(), "eni-1", "eni-2", { protocol: "0" })).toBe("delivered");
    for (const [port, verdict] of [
      [19, "blocked"],
      [20, "delivered"],
      [25, "delivered"],
      [26, "blocked"],
    ] as const)
      expect(asking(parts, "eni-1", "eni-2", tcp(port)).verdict).toBe(verdict);
    const invalid = behind(group("sg-a", [rule("icmp", [null, 9], [open])]));
    expect(told(invalid, "eni-1", "eni-2", { protocol: "icmp" })).toContain("blocked");
  });

  test("R18: replies pass whatever the rules say", () => {
    const parts = merged(pair({}, { one: { groups: ["sg-out"] }, two: { groups: ["sg-in"] } }), {
      security_groups: [group("sg-out", [], [ANY]), group("sg-in", [ANY], [])],
    });
    expect(told(parts, "eni-1", "eni-2")).toBe("delivered");
    expect(told(parts, "eni-2", "eni-1")).toContain("no egress rule admits it");
  });

  test("R20: without an egress rule nothing gets out", () => {
    const parts = merged(pair({}, { one: { groups: ["sg-a"] } }), { security_groups: [group("sg-a", [ANY], [])] });
    expect(told(parts, "eni-1", "eni-2")).toContain("no egress rule admits it (SG_HAS_NO_RULES)");
  });

  const referring = (...groups: string[]) => group("sg-in", [rule("-1", [null, null], [], { groups })]);

  test("R21: a reference to a group is the private addresses of what carries it", () => {
    const parts = merged(behind(referring("sg-client")), { security_groups: [group("sg-client", [])] });
    expect(told(parts, "eni-1", "eni-2")).toContain("blocked");
    const carried = {
      ...parts,
      interfaces: [
        eni("eni-1", "vpc-a", "s1", "10.1.1.10", { groups: ["sg-client"] }),
        ...(parts.interfaces ?? []).slice(1),
      ],
    };
    expect(told(carried, "eni-1", "eni-2")).toBe("delivered");
    const around = merged(
      pair(
        { s1: [route(open, "internet-gateway", "igw-a")], s2: [route(open, "internet-gateway", "igw-a")] },
        {
          one: { public_ip: "203.0.113.10", groups: ["sg-client"] },
          two: { public_ip: "203.0.113.20", groups: ["sg-in"] },
        },
      ),
      IGW,
      { security_groups: [referring("sg-client"), group("sg-client", [])] },
    );
    expect(told(around, "eni-1", at("203.0.113.20"))).toContain("SG_REFERENCES_NOT_PRESERVED");
    expect(told(around, "eni-1", at("10.1.2.10"))).toBe("delivered");
  });

  test("R22: references survive a peering inside a Region, not one between Regions, and a Transit Gateway only where it is on", () => {
    const peered = (region: string) =>
      merged(
        pair({ s1: [route("10.2.0.0/16", "peering", "pcx-1")] }, { one: { groups: ["sg-client"] } }),
        other([route("10.1.0.0/16", "peering", "pcx-1")], { one: { groups: ["sg-in"] } }),
        {
          peerings: [
            {
              id: "pcx-1",
              requester_vpc: "vpc-a",
              accepter_vpc: "vpc-b",
              state: "active",
              requester_region: "us-east-1",
              accepter_region: region,
              tags: {},
            },
          ],
          security_groups: [referring("sg-client"), group("sg-client", [])],
        },
      );
    expect(told(peered("us-east-1"), "eni-1", "eni-b")).toBe("delivered");
    expect(told(peered("eu-west-1"), "eni-1", "eni-b")).toContain("SG_REFERENCES_NOT_PRESERVED");
    const onTransit = (on: boolean) =>
      merged(
        pair({ s1: [route("10.2.0.0/16", "transit-gateway", "tgw-1")] }, { one: { groups: ["sg-client"] } }),
        other([route("10.1.0.0/16", "transit-gateway", "tgw-1")], { one: { groups: ["sg-in"] } }),
        transit({
          gateway: { security_group_referencing: on },
          a: { security_group_referencing: on },
          b: { security_group_referencing: on },
        }),
        { security_groups: [referring("sg-client"), group("sg-client", [])] },
      );
    expect(told(onTransit(true), "eni-1", "eni-b")).toBe("delivered");
    expect(told(onTransit(false), "eni-1", "eni-b")).toContain("SG_REFERENCES_NOT_PRESERVED");
  });

  test("R23: a prefix list is its entries, and one that nobody knows may admit", () => {
    const by = (id: string) => behind(group("sg-in", [rule("-1", [null, null], [], { prefix_lists: [id] })]));
    const list = {
      id: "pl-1",
      region: "us-east-1",
      account: "111111111111",
      name: "one",
      max_entries: 5,
      version: 1,
      entries: [{ cidr: "10.1.1.0/28", description: "" }],
      tags: {},
    };
    expect(told(merged(by("pl-1"), { prefix_lists: [list] }), "eni-1", "eni-2")).toBe("delivered");
    expect(told(merged(by("pl-1"), { prefix_lists: [{ ...list, entries: [] }] }), "eni-1", "eni-2")).toContain(
      "blocked",
    );
    expect(told(by("pl-9"), "eni-1", "eni-2")).toBe("may");
  });

  test("R24: a NAT gateway and a load balancer without groups stand behind no group", () => {
    const parts = merged(pair(), {
      interfaces: [
        eni("eni-l", "vpc-a", "s2", "10.1.2.50", { type: "network_load_balancer", groups: [] }),
        eni("eni-t", "vpc-a", "s2", "10.1.2.51", { type: "transit_gateway", groups: [] }),
      ],
    });
    expect(told(parts, "eni-1", at("10.1.2.50"))).toBe("may");
    expect(told(parts, "eni-1", at("10.1.2.51"))).toContain("takes nothing of its own");
  });

  test("R25: the resolver and the host's services are not filtered", () => {
    const shut = merged(pair({}, { one: { groups: ["sg-shut"] } }), { security_groups: [group("sg-shut", [], [])] });
    for (const address of ["10.1.0.2", "169.254.169.254", "169.254.169.123"])
      expect(told(shut, "eni-1", at(address), { protocol: "udp", ports: [[53, 53]] })).toBe("delivered");
  });

  test("R26: a group serves other VPCs too", () => {
    const parts = merged(pair({}, { two: { groups: ["sg-b"] } }), {
      security_groups: [group("sg-b", [ANY], [ANY], { vpc: "vpc-b", associated_vpcs: ["vpc-a"] })],
    });
    expect(told(parts, "eni-1", "eni-2")).toBe("delivered");
  });
});

describe("network ACLs", () => {
  test("R27: the lowest number decides, in whatever order they are listed; none denies", () => {
    const allow = entry(200, false, "allow");
    const out = entry(100, true, "allow");
    expect(told(listed(allow, entry(100, false, "deny", "6", [443, 443]), out), "eni-1", "eni-2")).toContain(
      "ingress entry 100",
    );
    expect(told(listed(allow, entry(300, false, "deny", "6", [443, 443]), out), "eni-1", "eni-2")).toBe("delivered");
    expect(told(listed(out), "eni-1", "eni-2")).toContain("no ingress entry allows it (SUBNET_ACL_RESTRICTION)");
  });

  test("R28: replies are asked about with ports swapped; where a part of the client ports is open it may", () => {
    const replies = (low: number, high: number) =>
      listed(entry(100, false, "allow"), entry(100, true, "allow", "6", [low, high]));
    expect(told(replies(1024, 65_535), "eni-1", "eni-2")).toBe("delivered");
    expect(told(replies(32_768, 60_999), "eni-1", "eni-2")).toBe("delivered, both ways may");
    expect(told(replies(80, 443), "eni-1", "eni-2")).toContain("network ACL (reply)");
    for (const [port, verdict] of [
      [32_767, "blocked"],
      [32_768, "delivered"],
      [60_999, "delivered"],
      [61_000, "blocked"],
    ] as const) {
      const answer = asking(replies(32_768, 60_999), "eni-1", "eni-2", { source_ports: [[port, port]] });
      expect(answer.verdict).toBe(verdict);
    }
  });

  test("R29: at the border of a subnet only", () => {
    const shut = merged(listed(), { interfaces: [eni("eni-3", "vpc-a", "s2", "10.1.2.30")] });
    expect(told(shut, "eni-2", "eni-3")).toBe("delivered");
    expect(told(shut, "eni-1", "eni-3")).toContain("SUBNET_ACL_RESTRICTION");
  });

  test("R31: ICMP by type and code, a protocol by its number", () => {
    const ping = { ...entry(100, false, "allow", "1"), icmp_type: 8, icmp_code: null };
    const pong = { ...entry(100, true, "allow", "1"), icmp_type: 0, icmp_code: null };
    expect(told(listed(ping, pong), "eni-1", "eni-2", { protocol: "icmp", icmp_type: 8 })).toBe("delivered");
    expect(told(listed(ping, pong), "eni-1", "eni-2", { protocol: "icmp", icmp_type: 13 })).toContain("blocked");
    expect(told(listed(ping, ping), "eni-1", "eni-2", { protocol: "icmp", icmp_type: 8 })).toContain("blocked");
    const gre = entry(100, false, "allow", "47");
    expect(told(listed(gre, entry(100, true, "allow", "47")), "eni-1", "eni-2", { protocol: "47" })).toBe("delivered");
    expect(told(listed(gre, entry(100, true, "allow", "47")), "eni-1", "eni-2", { protocol: "50" })).toContain(
      "blocked",
    );
  });

  test("what a part that is unknown would say is never taken for no", () => {
    for (const part of ["network_acls", "security_groups", "route_tables", "subnets", "vpcs"] as const) {
      const { [part]: _, ...rest } = merged(pair(), IGW);
      expect(asking(estateOf(rest, [part]), "eni-1", "eni-2").verdict).toBe("may");
      expect(asking(estateOf(rest, [part]), internet, "eni-2").verdict).not.toBe("delivered");
    }
  });
});
