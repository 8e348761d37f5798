import { describe, expect, test } from "vitest";
import { at, internet, told } from "../__fixtures__/ask.ts";
import { eni, estateOf, IGW, merged, other, pair, route, subnet, table, vpc } from "../__fixtures__/small-estate.ts";

const peering = { id: "pcx-1", requester_vpc: "vpc-a", accepter_vpc: "vpc-b", state: "active", tags: {} };
const out = route("0.0.0.0/0", "internet-gateway", "igw-a");
const public1 = { one: { public_ip: "203.0.113.10" } };
const list = (id: string, ...cidrs: string[]) => ({
  id,
  region: "us-east-1",
  account: "111111111111",
  name: id,
  max_entries: 10,
  version: 1,
  entries: cidrs.map((cidr) => ({ cidr, description: "" })),
  tags: {},
});

describe("routing in a VPC", () => {
  test("R1: the longest prefix decides, then static before list before propagated", () => {
    const to = (...routes: ReturnType<typeof route>[]) => merged(pair({ s1: [out, ...routes] }, public1), IGW);
    expect(told(to(), "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(to(route("8.8.0.0/16", "blackhole")), "eni-1", at("8.8.8.8"))).toContain("blackhole");
    const propagated = route("8.0.0.0/8", "virtual-private-gateway", "vgw-1", { origin: "propagated" });
    expect(told(to(propagated, route("8.0.0.0/8", "blackhole")), "eni-1", at("8.8.8.8"))).toContain("blackhole");
    const listed = merged(to(propagated, route("pl-1", "blackhole")), { prefix_lists: [list("pl-1", "8.0.0.0/8")] });
    expect(told(listed, "eni-1", at("8.8.8.8"))).toContain("pl-1 to blackhole");
  });

  test("R2: local beats a longer propagated route", () => {
    const parts = pair({ s1: [route("10.1.2.0/24", "virtual-private-gateway", "vgw-1", { origin: "propagated" })] });
    expect(told(parts, "eni-1", "eni-2")).toBe("delivered");
  });

  test("R3: a static route longer than local leads to a middlebox, and local's own target can be replaced", () => {
    const box = { interfaces: [eni("eni-x", "vpc-a", "s1", "10.1.1.99")] };
    const longer = merged(pair({ s1: [route("10.1.2.0/24", "interface", "eni-x")] }), box);
    expect(told(longer, "eni-1", "eni-2")).toContain("source/destination check");
    const replaced = merged(pair({ s1: [route("10.1.0.0/16", "interface", "eni-x")] }), box);
    expect(told(replaced, "eni-1", "eni-2")).toContain("source/destination check");
  });

  test("R4: every block of the VPC is local, listed or not", () => {
    const parts = merged(pair(), {
      subnets: [subnet("s3", "vpc-a", "100.64.1.0/24", { route_table: "rtb-s1" })],
      interfaces: [eni("eni-3", "vpc-a", "s3", "100.64.1.10")],
    });
    const two = { ...parts, vpcs: [vpc("vpc-a", "10.1.0.0/16", { cidrs: ["10.1.0.0/16", "100.64.0.0/16"] })] };
    expect(told(two, "eni-1", "eni-3")).toBe("delivered");
  });

  test("R5: without its table nobody can say", () => {
    const { route_tables: _, ...rest } = pair();
    expect(told(rest, "eni-1", "eni-2")).toBe("may");
  });

  test("R6: two lists with one block are a matter of chance, and an entry inside the VPC does not count", () => {
    const lists = {
      prefix_lists: [list("pl-1", "10.2.0.0/16"), list("pl-2", "10.2.0.0/16"), list("pl-3", "10.1.2.0/24")],
    };
    const both = [route("pl-1", "peering", "pcx-1"), route("pl-2", "blackhole", "none")];
    const parts = merged(
      pair({ s1: both }),
      other([route("10.1.0.0/16", "peering", "pcx-1")]),
      { peerings: [peering] },
      lists,
    );
    expect(told(parts, "eni-1", "eni-b")).toBe("may");
    expect(told(merged(pair({ s1: [route("pl-3", "blackhole")] }), lists), "eni-1", "eni-2")).toBe("delivered");
    expect(told(pair({ s1: [route("pl-9", "peering", "pcx-1")] }), "eni-1", at("10.9.0.1"))).toBe("may");
  });

  test("R7: a blackhole still wins by length, a filtered route may carry", () => {
    const gone = route("8.8.0.0/16", "internet-gateway", "igw-a", { state: "blackhole" });
    const parts = merged(pair({ s1: [out, gone] }, public1), IGW);
    expect(told(parts, "eni-1", at("8.8.8.8"))).toContain("BAD_STATE_ROUTE");
    expect(told(parts, "eni-1", at("8.9.8.8"))).toBe("delivered");
    const filtered = route("8.8.0.0/16", "internet-gateway", "igw-a", { state: "filtered" });
    expect(told(merged(pair({ s1: [filtered] }, public1), IGW), "eni-1", at("8.8.8.8"))).toBe("may");
  });

  test("R8: a gateway's own table leads what comes in elsewhere, and the reply can't leave past it", () => {
    const edge = table("rtb-edge", "vpc-a", [route("10.1.1.0/24", "vpc-endpoint", "vpce-g")], { gateways: ["igw-a"] });
    const endpoint = {
      id: "vpce-g",
      region: "us-east-1",
      account: "111111111111",
      vpc: "vpc-a",
      type: "GatewayLoadBalancer" as const,
      service: "appliance",
      subnets: ["s2"],
      groups: [],
      tags: {},
    };
    const parts = merged(pair({ s1: [out] }, public1), IGW, { route_tables: [edge], endpoints: [endpoint] });
    expect(told(parts, internet, at("203.0.113.10"))).toContain("INGRESS_RTB_TRAFFIC_REDIRECTION");
    const back = merged(pair({ s1: [route("0.0.0.0/0", "vpc-endpoint", "vpce-g")], s2: [out] }, public1), IGW, {
      route_tables: [edge],
      endpoints: [endpoint],
    });
    expect(told(back, internet, at("203.0.113.10"))).toBe("may");
  });

  test("R9: inside a subnet no table is asked", () => {
    const { route_tables: _, ...rest } = merged(pair(), { interfaces: [eni("eni-3", "vpc-a", "s1", "10.1.1.11")] });
    expect(told(rest, "eni-1", "eni-3")).toBe("delivered");
  });

  test("R10: a propagated route is proof of what its gateway has heard", () => {
    const vgw = { vpn_gateways: [{ id: "vgw-1", vpc: "vpc-a", asn: 64_512, state: "available", tags: {} }] };
    const heard = route("192.168.0.0/16", "virtual-private-gateway", "vgw-1", { origin: "propagated" });
    expect(told(merged(pair({ s1: [heard] }), vgw), "eni-1", at("192.168.1.1"))).toBe("delivered");
  });

  test("R11: link-local addresses are never forwarded", () => {
    expect(told(pair({ s1: [out] }), "eni-1", at("169.254.1.1"))).toContain("never forwarded");
    const dangling = merged(pair({ s1: [route("10.9.0.0/16", "peering", "pcx-9")] }));
    expect(told(dangling, "eni-1", at("10.9.0.1"))).toContain("does not exist");
    expect(told(estateOf(dangling, ["peerings"]), "eni-1", at("10.9.0.1"))).toBe("may");
  });
});

describe("subnets and interfaces", () => {
  test("R12: an address that is nobody's gets nothing; secondary addresses, prefixes and IPv6 are somebody's", () => {
    expect(told(pair(), "eni-1", at("10.1.2.77"))).toContain("no interface has the address (UNKNOWN_DESTINATION)");
    expect(told(pair(), "eni-1", at("10.1.77.1"))).toContain("no subnet holds the address");
    const more = { secondary: [{ private_ip: "10.1.2.20", public_ip: null }], prefixes: ["10.1.2.64/28"] };
    const parts = pair({}, { two: more });
    expect(told(parts, "eni-1", at("10.1.2.20"))).toBe("delivered");
    expect(told(parts, "eni-1", at("10.1.2.70"))).toBe("delivered");
    expect(told(estateOf(pair(), ["interfaces"]), at("10.1.1.10"), at("10.1.2.77"))).toBe("may");
    const owned = estateOf(pair({}, { one: { instance: "i-1" } }), ["instances"]);
    expect(told(owned, "i-1", "eni-2")).toBe("delivered");
  });

  test("R13: who sends or forwards with another's address is stopped, or may get through where the check is off", () => {
    expect(told(pair(), { resource: "eni-1", address: "10.1.1.77" }, "eni-2")).toContain("ENI_ADDRESS_RESTRICTION");
    const box = (check: boolean) =>
      merged(
        pair(
          { s1: [route("10.9.0.0/16", "interface", "eni-2")], s2: [route("10.9.0.0/16", "peering", "pcx-9")] },
          { two: { source_dest_check: check } },
        ),
      );
    expect(told(box(true), "eni-1", at("10.9.0.1"))).toContain("ENI_SOURCE_DEST_CHECK_RESTRICTION");
    expect(told(estateOf(box(false), ["peerings"]), "eni-1", at("10.9.0.1"))).toBe("may");
  });

  test("R14: what is stopped or detached neither sends nor receives; of several interfaces any may send", () => {
    const instance = (state: "stopped" | "running", ...interfaces: string[]) => ({
      id: "i-1",
      region: "us-east-1",
      account: "111111111111",
      vpc: "vpc-a",
      subnet: "s1",
      type: "t3.micro",
      state,
      interfaces,
      role: null,
      scaling_group: null,
      tags: {},
    });
    const parts = merged(pair({}, { one: { instance: "i-1" } }), { instances: [instance("stopped", "eni-1")] });
    expect(told(parts, "eni-1", "eni-2")).toContain("`i-1` is stopped");
    expect(told(parts, "eni-2", "eni-1")).toContain("`i-1` is stopped");
    expect(told(pair({}, { two: { state: "available" } }), "eni-1", "eni-2")).toContain("attached to nothing");
    const two = merged(pair({}, { one: { instance: "i-1" } }), {
      instances: [instance("running", "eni-1", "eni-3")],
      interfaces: [eni("eni-3", "vpc-a", "s1", "10.1.1.30", { instance: "i-1", groups: [] })],
    });
    expect(told(two, "i-1", "eni-2")).toBe("delivered, both ways may");
    expect(told(two, "i-1", "eni-2", { quantifier: "this" })).toBe("delivered");
  });

  test("R15: an interface that denies internet gateways takes nothing from outside", () => {
    const parts = (deny: boolean) =>
      merged(
        pair({ s1: [out] }, { one: { public_ip: "203.0.113.10", ...(deny ? { deny_internet_gateway: true } : {}) } }),
        IGW,
      );
    expect(told(parts(false), internet, at("203.0.113.10"))).toBe("delivered");
    expect(told(parts(true), internet, at("203.0.113.10"))).toContain("takes nothing from internet gateways");
    expect(told(parts(true), "eni-2", "eni-1")).toBe("delivered");
  });

  test("R15: IPv6 goes by its own routes and needs no translation", () => {
    const six = { ipv6_cidr: "2001:db8:1:1::/64" };
    const parts = merged(
      pair({ s1: [route("::/0", "internet-gateway", "igw-a")] }, { one: { ipv6: ["2001:db8:1:1::10"] }, s1: six }),
      IGW,
    );
    const own = { ...parts, vpcs: [vpc("vpc-a", "10.1.0.0/16", { ipv6_cidrs: ["2001:db8:1::/56"] })] };
    expect(told(own, internet, at("2001:db8:1:1::10"))).toBe("delivered");
    expect(told(own, "eni-1", at("2606:4700::1"))).toBe("delivered");
    expect(told(own, "eni-1", at("8.8.8.8"))).toContain("NO_ROUTE_TO_DESTINATION");
  });
});
