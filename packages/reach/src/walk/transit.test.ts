import type { ResourceOf } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { at, told } from "../__fixtures__/ask.ts";
import {
  acl,
  eni,
  entry,
  estateOf,
  merged,
  other,
  type Parts,
  pair,
  route,
  subnet,
  table,
  transit,
  transitAttachment,
  transitRoute,
  vpc,
} from "../__fixtures__/small-estate.ts";

type More = Parameters<typeof transit>[0];
const there = route("10.2.0.0/16", "transit-gateway", "tgw-1");
const back = route("10.1.0.0/16", "transit-gateway", "tgw-1");

function joined(
  more: More = {},
  s1: Partial<ResourceOf<"subnets">> = {},
  sb: Partial<ResourceOf<"subnets">> = {},
): Parts {
  return merged(pair({ s1: [there], s2: [there] }, { s1 }), other([back], { sb }), transit(more));
}

const HOME = { region: "us-east-1", account: "111111111111", tags: {} };
const vpn = (id: string, gateway: string, more: Partial<ResourceOf<"vpn_connections">> = {}) => ({
  id,
  gateway,
  customer_gateway: "cgw-1",
  remote: "198.51.100.1",
  static_only: true,
  routes: ["192.168.0.0/16"],
  state: "available",
  tags: {},
  ...more,
});

describe("Transit Gateways", () => {
  test("R52: the incoming attachment's table decides; none, or none with a route: blocked", () => {
    expect(told(joined(), "eni-1", "eni-b")).toBe("delivered");
    expect(told(joined({ a: { route_table: null } }), "eni-1", "eni-b")).toContain(
      "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION",
    );
    expect(told(joined({ b: { route_table: null } }), "eni-1", "eni-b")).toContain("delivered, both ways blocked");
    expect(told(joined({ table: { propagations: ["att-a"] } }), "eni-1", "eni-b")).toContain(
      "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT",
    );
    expect(told(joined({ a: { state: "pendingAcceptance" } }), "eni-1", "eni-b")).toContain("BAD_STATE_ATTACHMENT");
    expect(
      told(
        estateOf({ ...joined(), transit_gateway_route_tables: [] }, ["transit_gateway_route_tables"]),
        "eni-1",
        "eni-b",
      ),
    ).toBe("may");
    expect(
      told(
        estateOf({ ...joined(), transit_gateway_attachments: [] }, ["transit_gateway_attachments"]),
        "eni-1",
        "eni-b",
      ),
    ).toBe("may");
  });

  test("R54: longest prefix, static before propagated, VPC before VPN; a blackhole stops; equal routes are chance", () => {
    const via = (...routes: ReturnType<typeof transitRoute>[]) => joined({ routes });
    expect(told(via(transitRoute("10.2.0.0/16", [])), "eni-1", "eni-b")).toContain("TGW_RTB_BAD_STATE_ROUTE");
    expect(told(via(transitRoute("10.2.0.0/15", [])), "eni-1", "eni-b")).toBe("delivered");
    expect(told(via(transitRoute("10.2.1.0/24", [])), "eni-1", "eni-b")).toContain("TGW_RTB_BAD_STATE_ROUTE");
    const complete = joined({
      table: { complete: true },
      routes: [
        transitRoute("10.2.0.0/16", ["att-v"], { origin: "propagated" }),
        transitRoute("10.2.0.0/16", ["att-b"], { origin: "propagated" }),
        transitRoute("10.1.0.0/16", ["att-a"], { origin: "propagated" }),
      ],
      attachments: [transitAttachment("att-v", "vpn-1", { type: "vpn" })],
    });
    expect(told(complete, "eni-1", "eni-b")).toBe("delivered");
    const ecmp = merged(
      joined({
        routes: [transitRoute("10.2.0.0/16", ["att-b", "att-c"])],
        attachments: [transitAttachment("att-c", "vpc-c", { subnets: ["sc"] })],
      }),
      {
        vpcs: [vpc("vpc-c", "10.3.0.0/16")],
        subnets: [subnet("sc", "vpc-c", "10.3.1.0/24")],
        route_tables: [table("rtb-sc", "vpc-c")],
      },
    );
    expect(told(ecmp, "eni-1", "eni-b")).toBe("may");
  });

  test("R55: the zone needs one of the attachment's subnets, at both ends", () => {
    expect(told(joined({}, { zone: "us-east-1b" }), "eni-2", "eni-b")).toContain("TGW_ATTACH_VPC_AZ_RESTRICTION");
    const far = merged(joined(), {
      subnets: [subnet("sb2", "vpc-b", "10.2.2.0/24", { zone: "us-east-1b" })],
      route_tables: [table("rtb-sb2", "vpc-b", [back])],
      interfaces: [eni("eni-b2", "vpc-b", "sb2", "10.2.2.10")],
    });
    expect(told(far, "eni-1", "eni-b2")).toContain("delivered, both ways blocked: transit gateway attachment (reply)");
    expect(told(joined({ a: { subnets: [] } }), "eni-1", "eni-b")).toBe("may");
  });

  test("R30, R56: it arrives in the attachment's subnet, whose list judges by its own rules and whose table leads on", () => {
    const apart = (...entries: ReturnType<typeof entry>[]) =>
      merged(joined({ b: { subnets: ["sg"] } }), {
        subnets: [subnet("sg", "vpc-b", "10.2.9.0/28", { network_acl: "acl-g" })],
        route_tables: [table("rtb-sg", "vpc-b")],
        network_acls: [acl("acl-g", entries)],
      });
    const out = entry(100, true, "allow", "-1", [null, null], "10.2.1.0/24");
    const inwards = entry(100, false, "allow", "-1", [null, null], "10.2.1.0/24");
    expect(told(apart(out, inwards), "eni-1", "eni-b")).toBe("delivered");
    expect(told(apart(inwards), "eni-1", "eni-b")).toContain("blocked: network ACL, no egress entry allows it");
    expect(told(apart(out), "eni-1", "eni-b")).toContain("network ACL (reply), no ingress entry allows it");
    const led = merged(joined({ b: { subnets: ["sg"] } }), {
      subnets: [subnet("sg", "vpc-b", "10.2.9.0/28")],
      route_tables: [table("rtb-sg", "vpc-b", [route("10.2.1.0/24", "blackhole")])],
    });
    expect(told(led, "eni-1", "eni-b")).toContain("blackhole");
    const same = (...entries: ReturnType<typeof entry>[]) =>
      merged(joined({}, {}, { network_acl: "acl-b" }), { network_acls: [acl("acl-b", entries)] });
    expect(
      told(
        same(entry(100, true, "allow"), entry(100, false, "allow", "-1", [null, null], "10.2.1.0/24")),
        "eni-1",
        "eni-b",
      ),
    ).toBe("delivered");
  });

  test("R57: of overlapping VPCs only one is announced, and nobody can say which", () => {
    const parts = merged(
      joined({
        table: { propagations: ["att-a", "att-b", "att-c"] },
        attachments: [transitAttachment("att-c", "vpc-c", { subnets: ["sc"] })],
      }),
      {
        vpcs: [vpc("vpc-c", "10.2.0.0/16")],
        subnets: [subnet("sc", "vpc-c", "10.2.1.0/24")],
        route_tables: [table("rtb-sc", "vpc-c")],
      },
    );
    expect(told(parts, "eni-1", "eni-b")).toBe("may");
  });

  test("R58: it stays in the sender's zone, in appliance mode any zone is taken for both ways", () => {
    const zones = (appliance_mode: boolean) =>
      merged(joined({ b: { subnets: ["sb", "sz"], appliance_mode } }), {
        subnets: [subnet("sz", "vpc-b", "10.2.3.0/24", { zone: "us-east-1c" })],
        route_tables: [table("rtb-sz", "vpc-b", [route("10.2.1.0/24", "blackhole")])],
      });
    expect(told(zones(false), "eni-1", "eni-b")).toBe("delivered");
    expect(told(zones(true), "eni-1", "eni-b")).toBe("may");
  });

  test("R53: where a policy table picks the route table, it is not decided; without either nothing passes", () => {
    expect(told(joined({ a: { route_table: null, policy_table: "tgw-ptb-1" } }), "eni-1", "eni-b")).toBe("may");
    expect(told(joined({ a: { route_table: null } }), "eni-1", "eni-b")).toMatch(/MISSING_TGW_RTB_ASSOCIATION/);
  });

  test("R59: over a peering by static routes at both gateways", () => {
    const far = (routes: ReturnType<typeof transitRoute>[]): Parts =>
      merged(
        pair({ s1: [there] }),
        other([route("10.1.0.0/16", "transit-gateway", "tgw-2")]),
        transit({
          b: { transit_gateway: "tgw-2", route_table: "tgw-rtb-2" },
          table: { propagations: ["att-a"] },
          routes: [transitRoute("10.2.0.0/16", ["att-p@tgw-1"])],
          attachments: [
            transitAttachment("att-p@tgw-1", "tgw-2", { type: "peering" }),
            transitAttachment("att-p@tgw-2", "tgw-1", {
              type: "peering",
              transit_gateway: "tgw-2",
              route_table: "tgw-rtb-2",
            }),
          ],
        }),
        {
          transit_gateways: [{ id: "tgw-2", ...HOME, asn: 64_513 }],
          transit_gateway_route_tables: [
            { id: "tgw-rtb-2", transit_gateway: "tgw-2", propagations: ["att-b"], routes, complete: false, tags: {} },
          ],
        },
      );
    expect(told(far([transitRoute("10.1.0.0/16", ["att-p@tgw-2"])]), "eni-1", "eni-b")).toBe("delivered");
    expect(told(far([]), "eni-1", "eni-b")).toContain(
      "delivered, both ways blocked: transit gateway route table (reply)",
    );
  });

  test("R60: what Connect and kinds to come have behind them is not known; IPv6 only where the attachment carries it", () => {
    const connect = joined({
      routes: [transitRoute("10.2.0.0/16", ["att-x"])],
      attachments: [transitAttachment("att-x", "att-a", { type: "connect" })],
    });
    expect(told(connect, "eni-1", "eni-b")).toBe("may");
  });
});

describe("VPN and Direct Connect", () => {
  const onVgw = (connections: ResourceOf<"vpn_connections">[], more: Parts = {}) =>
    merged(
      pair({ s1: [route("0.0.0.0/0", "virtual-private-gateway", "vgw-1")] }),
      {
        vpn_gateways: [{ id: "vgw-1", vpc: "vpc-a", asn: 64_512, state: "available", tags: {} }],
        vpn_connections: connections,
      },
      more,
    );

  test("R61: a virtual private gateway carries what it has heard of, and in to its VPC's addresses", () => {
    expect(told(onVgw([vpn("vpn-1", "vgw-1")]), "eni-1", at("192.168.1.1"))).toBe("delivered");
    expect(told(onVgw([vpn("vpn-1", "vgw-1")]), "eni-1", at("192.167.1.1"))).toContain(
      "it has heard of no such prefix",
    );
    expect(told(onVgw([vpn("vpn-1", "vgw-1", { static_only: false, routes: [] })]), "eni-1", at("192.167.1.1"))).toBe(
      "may",
    );
    expect(told(onVgw([vpn("vpn-1", "vgw-1")]), { resource: "vpn-1", address: "192.168.1.1" }, "eni-1")).toBe(
      "delivered",
    );
    expect(told(onVgw([vpn("vpn-1", "vgw-1")]), { resource: "vpn-1", address: "192.168.1.1" }, "eni-2")).toContain(
      "both ways blocked",
    );
    expect(
      told(onVgw([vpn("vpn-1", "vgw-1")]), { resource: "vgw-1", address: "192.168.1.1" }, at("10.9.0.1")),
    ).toContain("VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS");
  });

  test("R61: on a Transit Gateway a VPN brings its static routes, and what it hears", () => {
    const on = (more: Partial<ResourceOf<"vpn_connections">>) =>
      merged(
        pair({ s1: [route("192.168.0.0/16", "transit-gateway", "tgw-1")] }),
        other(),
        transit({
          table: { propagations: ["att-a", "att-v"] },
          attachments: [transitAttachment("att-v", "vpn-1", { type: "vpn" })],
        }),
        { vpn_connections: [vpn("vpn-1", "tgw-1", more)] },
      );
    expect(told(on({}), "eni-1", at("192.168.1.1"))).toBe("delivered");
    expect(told(on({}), { resource: "vpn-1", address: "192.168.1.1" }, "eni-1")).toBe("delivered");
    expect(told(on({ routes: [] }), "eni-1", at("192.168.1.1"))).toContain("blocked");
    expect(told(on({ routes: [], static_only: false }), "eni-1", at("192.168.1.1"))).toBe("may");
    expect(told(on({ routes: [], static_only: false, learnt: ["192.168.1.0/24"] }), "eni-1", at("192.168.1.1"))).toBe(
      "delivered",
    );
  });

  test("R61: a VPN that ends at an instance of the estate is followed on", () => {
    const parts = (check: boolean, groups = ["sg-open"]): Parts =>
      merged(
        onVgw([vpn("vpn-1", "vgw-1", { remote: "203.0.113.77", routes: ["10.2.0.0/16"] })]),
        other([route("10.1.0.0/16", "interface", "eni-c")], { one: { groups } }),
        {
          interfaces: [
            eni("eni-c", "vpc-b", "sb", "10.2.1.77", { public_ip: "203.0.113.77", source_dest_check: check }),
          ],
        },
      );
    expect(told(parts(false), "eni-1", "eni-b")).toBe("delivered");
    expect(told(parts(false), "eni-b", "eni-1")).toBe("delivered");
    expect(told(parts(false, []), "eni-1", "eni-b")).toContain("SG_HAS_NO_RULES");
    expect(told(parts(true), "eni-1", "eni-b")).toContain("ENI_SOURCE_DEST_CHECK_RESTRICTION");
  });

  test("R62: what Direct Connect announces is known where somebody has asked", () => {
    const link = (learnt?: string[]) => ({
      direct_connect_gateways: [
        {
          id: "dxgw-1",
          account: "111111111111",
          asn: 64_512,
          associations: [{ gateway: "vgw-1", state: "associated", allowed: ["10.1.0.0/16"] }],
          ...(learnt && { learnt }),
          tags: {},
        },
      ],
    });
    expect(told(onVgw([], link(["192.168.0.0/16"])), "eni-1", at("192.168.1.1"))).toBe("delivered");
    expect(told(onVgw([], link(["192.168.0.0/16"])), "eni-1", at("172.16.1.1"))).toContain(
      "it has heard of no such prefix",
    );
    expect(told(onVgw([], link()), "eni-1", at("192.168.1.1"))).toBe("may");
  });

  test("R84: beyond its quota a table lacks propagated routes", () => {
    const many = Array.from({ length: 101 }, (_, i) =>
      route(`172.16.${i}.0/24`, "virtual-private-gateway", "vgw-1", { origin: "propagated" }),
    );
    expect(told(pair({ s1: many }), "eni-1", at("172.20.0.1"))).toBe("may");
    expect(told(pair({ s1: many.slice(1) }), "eni-1", at("172.20.0.1"))).toContain("NO_ROUTE_TO_DESTINATION");
  });
});
