import { describe, expect, test } from "vitest";
import { at, internet, told } from "../__fixtures__/ask.ts";
import {
  acl,
  eni,
  entry,
  estateOf,
  IGW,
  merged,
  type Parts,
  pair,
  route,
  subnet,
  table,
  vpc,
} from "../__fixtures__/small-estate.ts";

const out = route("0.0.0.0/0", "internet-gateway", "igw-a");
const public1 = { one: { public_ip: "203.0.113.10" } };
const exposed = merged(pair({ s1: [out] }, public1), IGW);

/** `eni-1` behind a NAT gateway in `s2`. */
function nat(
  more: { nat?: object; s2?: ReturnType<typeof route>[]; subnets?: Parameters<typeof pair>[1] } = {},
): Parts {
  return merged(pair({ s1: [route("0.0.0.0/0", "nat-gateway", "nat-1")], s2: more.s2 ?? [out] }, more.subnets), IGW, {
    nat_gateways: [
      {
        id: "nat-1",
        subnet: "s2",
        public_ip: "203.0.113.99",
        private_ip: "10.1.2.99",
        interface: "eni-n",
        tags: {},
        ...more.nat,
      },
    ],
    interfaces: [
      eni("eni-n", "vpc-a", "s2", "10.1.2.99", { type: "nat_gateway", groups: [], public_ip: "203.0.113.99" }),
    ],
  });
}

describe("the internet", () => {
  test("R32: the gateway translates one to one, and serves nobody without a public address", () => {
    expect(told(exposed, "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(exposed, internet, at("203.0.113.10"))).toBe("delivered");
    expect(told(exposed, { resource: "eni-1", address: "203.0.113.10" }, at("8.8.8.8"))).toBe("delivered");
    expect(told(merged(pair({ s1: [out] }), IGW), "eni-1", at("8.8.8.8"))).toContain(
      "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS",
    );
    expect(told(exposed, internet, "eni-2")).toContain("IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
    expect(told(exposed, "eni-1", at("10.99.0.1"))).toContain("a private address is not routed there");
    expect(told(exposed, internet, at("10.1.1.10"))).toContain("a private address is not routed there");
  });

  test("R33: what comes in needs no route, its reply does", () => {
    expect(told(merged(pair({}, public1), IGW), internet, at("203.0.113.10"))).toContain(
      "delivered, both ways blocked: route table (reply)",
    );
    expect(told(pair({ s1: [out] }, public1), internet, at("203.0.113.10"))).toContain(
      "its VPC has no internet gateway",
    );
    expect(told(estateOf(pair({ s1: [out] }, public1), ["internet_gateways"]), internet, at("203.0.113.10"))).toBe(
      "may",
    );
  });

  test("R34: an egress-only gateway lets IPv6 out and only replies in", () => {
    const parts = {
      ...merged(
        pair(
          { s1: [route("::/0", "egress-only-internet-gateway", "eigw-a")] },
          {
            one: { ipv6: ["2001:db8:1:1::10"] },
            s1: { ipv6_cidr: "2001:db8:1:1::/64" },
          },
        ),
        { egress_only_gateways: [{ id: "eigw-a", vpc: "vpc-a", tags: {} }] },
      ),
      vpcs: [vpc("vpc-a", "10.1.0.0/16", { ipv6_cidrs: ["2001:db8:1::/56"] })],
    };
    expect(told(parts, "eni-1", at("2606:4700::1"))).toBe("delivered");
    expect(told(parts, internet, at("2001:db8:1:1::10"))).toContain("blocked");
    expect(told(merged(parts, IGW), internet, at("2001:db8:1:1::10"))).toContain("blocked");
  });

  test("R35: a NAT gateway puts its own address, then its subnet's table and list count; nothing begins from outside", () => {
    expect(told(nat(), "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(nat(), "eni-1", at("8.8.8.8"), { protocol: "50" })).toContain("PROTOCOL_RESTRICTION");
    expect(told(nat(), internet, at("203.0.113.99"))).toContain("it lets nothing begin from outside");
    expect(told(nat(), "eni-2", at("10.1.2.99"))).toContain("it lets nothing begin from outside");
    expect(told(nat({ s2: [] }), "eni-1", at("8.8.8.8"))).toContain("NO_ROUTE_TO_DESTINATION");
    expect(told(nat({ s2: [route("0.0.0.0/0", "nat-gateway", "nat-1")] }), "eni-2", at("8.8.8.8"))).toContain(
      "does not serve its own subnet",
    );
    expect(told(nat({ nat: { state: "deleting" } }), "eni-1", at("8.8.8.8"))).toContain("BAD_STATE");
    const shut = (...entries: ReturnType<typeof entry>[]) =>
      merged(nat({ subnets: { s2: { network_acl: "acl-n" } } }), { network_acls: [acl("acl-n", entries)] });
    const inner = [entry(100, false, "allow", "-1", [null, null], "10.0.0.0/8"), entry(100, true, "allow")];
    expect(told(shut(...inner), "eni-1", at("8.8.8.8"))).toContain("network ACL (reply)");
    expect(told(shut(...inner, entry(101, false, "allow", "6", [1024, 65_535])), "eni-1", at("8.8.8.8"))).toBe(
      "delivered",
    );
    const part = shut(...inner, entry(101, false, "allow", "6", [32_768, 65_535]));
    expect(told(part, "eni-1", at("8.8.8.8"))).toBe("delivered, both ways may");
  });

  test("R36: a private NAT gateway does not get out by an internet gateway", () => {
    expect(told(nat({ nat: { public_ip: null } }), "eni-1", at("8.8.8.8"))).toContain("no public address");
  });

  test("R37: a regional NAT gateway has a table of its own and serves the zones that it covers", () => {
    const regional = (zones: string[]) => ({
      subnet: "vpc-a",
      regional: { vpc: "vpc-a", route_table: "rtb-nat", zones },
    });
    const parts = (zones: string[]) => ({
      ...merged(nat({ nat: { ...regional(zones), interface: undefined } }), {
        route_tables: [table("rtb-nat", "vpc-a", [out])],
      }),
      interfaces: pair().interfaces ?? [],
    });
    const clean = (zones: string[]) => {
      const all = parts(zones);
      return { ...all, nat_gateways: (all.nat_gateways ?? []).map(({ interface: _, ...rest }) => rest) };
    };
    expect(told(clean(["us-east-1a"]), "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(clean(["us-east-1b"]), "eni-1", at("8.8.8.8"))).toContain("REGIONAL_NGW_ROUTE_AZ_RESTRICTION");
  });

  test("R38: Block Public Access stops both ways, or what begins outside and what is not translated", () => {
    const shut = (mode: "block-bidirectional" | "block-ingress", parts: Parts) => ({
      ...parts,
      vpcs: [vpc("vpc-a", "10.1.0.0/16", { block_public_access: mode })],
    });
    expect(told(shut("block-bidirectional", nat()), "eni-1", at("8.8.8.8"))).toContain(
      "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    );
    expect(told(shut("block-ingress", nat()), "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(shut("block-ingress", exposed), internet, at("203.0.113.10"))).toContain(
      "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
    );
    expect(told(shut("block-ingress", exposed), "eni-1", at("8.8.8.8"))).toContain("VPC_BLOCK_PUBLIC_ACCESS_ENABLED");
  });

  test("R39: a public address of one's own network is reached over the gateway, from the sender's public address", () => {
    const parts = merged(pair({ s1: [out], s2: [out] }, { ...public1, two: { public_ip: "203.0.113.20" } }), IGW);
    expect(told(parts, "eni-1", at("203.0.113.20"))).toBe("delivered");
    expect(
      told(merged(pair({ s1: [out] }, { two: { public_ip: "203.0.113.20" } }), IGW), "eni-1", at("203.0.113.20")),
    ).toContain("no public address");
  });

  test("routes that lead round end, named", () => {
    const third = { subnets: [subnet("s3", "vpc-a", "10.1.3.0/24", { route_table: "rtb-s3" })] };
    const gwlb = (id: string, home: string) => ({
      id,
      region: "us-east-1",
      account: "111111111111",
      vpc: "vpc-a",
      type: "GatewayLoadBalancer" as const,
      service: "appliance",
      subnets: [home],
      groups: [],
      tags: {},
    });
    const parts = merged(
      pair({ s1: [route("0.0.0.0/0", "vpc-endpoint", "vpce-2")], s2: [route("0.0.0.0/0", "vpc-endpoint", "vpce-3")] }),
      third,
      {
        route_tables: [table("rtb-s3", "vpc-a", [route("0.0.0.0/0", "vpc-endpoint", "vpce-2")])],
        endpoints: [gwlb("vpce-2", "s2"), gwlb("vpce-3", "s3")],
      },
    );
    expect(told(parts, "eni-1", at("8.8.8.8"))).toContain("CYCLIC_PATH_DETECTED");
  });
});
