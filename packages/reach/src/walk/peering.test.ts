import type { ResourceOf } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { at, told } from "../__fixtures__/ask.ts";
import {
  acl,
  eni,
  entry,
  estateOf,
  IGW,
  merged,
  other,
  type Parts,
  pair,
  route,
  table,
  vpc,
} from "../__fixtures__/small-estate.ts";

const HOME = { region: "us-east-1", account: "111111111111", tags: {} };

function peered(back: boolean, state = "active"): Parts {
  return merged(
    pair({ s1: [route("10.2.0.0/15", "peering", "pcx-1")] }),
    other(back ? [route("10.1.0.0/16", "peering", "pcx-1")] : []),
    { peerings: [{ id: "pcx-1", requester_vpc: "vpc-a", accepter_vpc: "vpc-b", state, tags: {} }] },
  );
}

function endpoint(id: string, more: Partial<ResourceOf<"endpoints">>): ResourceOf<"endpoints"> {
  return {
    id,
    ...HOME,
    vpc: "vpc-a",
    type: "Interface",
    service: "com.amazonaws.us-east-1.s3",
    subnets: [],
    groups: [],
    ...more,
  };
}

const S3 = {
  prefix_lists: [
    {
      id: "pl-s3",
      ...HOME,
      name: "s3",
      max_entries: 5,
      version: 1,
      entries: [{ cidr: "52.216.0.0/15", description: "" }],
    },
  ],
};

describe("peerings", () => {
  test("R40: an active peering with routes at both sides, for addresses of the two VPCs alone", () => {
    expect(told(peered(true), "eni-1", "eni-b")).toBe("delivered");
    expect(told(peered(false), "eni-1", "eni-b")).toContain("delivered, both ways blocked: route table (reply)");
    expect(told(peered(true, "pending-acceptance"), "eni-1", "eni-b")).toContain(
      "it is pending-acceptance (BAD_STATE)",
    );
    expect(told(peered(true), "eni-1", at("10.3.0.1"))).toContain("PCX_REQUIRES_ADDRESS_IN_VPC_CIDR");
    const far = { ...peered(true), vpcs: [vpc("vpc-a", "10.1.0.0/16")] };
    expect(told(far, "eni-1", at("10.2.1.10"))).toBe("may");
  });

  test("R40: the peer's way to the internet is not its neighbour's", () => {
    const parts = merged(peered(true), IGW, { route_tables: [] });
    const over = {
      ...parts,
      route_tables: [
        table("rtb-s1", "vpc-a", [route("0.0.0.0/0", "peering", "pcx-1")]),
        ...(parts.route_tables ?? []).slice(1),
      ],
    };
    expect(told(over, "eni-1", at("8.8.8.8"))).toContain("a peering leads no further");
  });
});

describe("endpoints", () => {
  const gateway = merged(pair({ s1: [route("pl-s3", "vpc-endpoint", "vpce-s3")] }), S3, {
    endpoints: [endpoint("vpce-s3", { type: "Gateway", route_tables: ["rtb-s1"] })],
  });

  test("R41: a gateway endpoint carries TCP and pings to its service, for its own VPC", () => {
    expect(told(gateway, "eni-1", at("52.216.1.1"))).toBe("delivered");
    expect(told(gateway, "eni-1", at("52.216.1.1"), { protocol: "udp" })).toContain(
      "VPCE_GATEWAY_PROTOCOL_RESTRICTION",
    );
    expect(told(gateway, "eni-1", at("52.218.1.1"))).toContain("NO_ROUTE_TO_DESTINATION");
    expect(told(gateway, "eni-2", at("52.216.1.1"))).toContain("NO_ROUTE_TO_DESTINATION");
    const shut = merged(
      pair({ s1: [route("pl-s3", "vpc-endpoint", "vpce-s3")] }, { s1: { network_acl: "acl-1" } }),
      S3,
      { endpoints: gateway.endpoints ?? [], network_acls: [acl("acl-1", [entry(1, true, "allow")])] },
    );
    expect(told(shut, "eni-1", at("52.216.1.1"))).toContain("network ACL (reply)");
    expect(told(estateOf({ ...gateway, endpoints: [] }, ["endpoints"]), "eni-1", at("52.216.1.1"))).toBe("may");
  });

  test("R42: an interface endpoint is reached by its interface and begins nothing", () => {
    const parts = merged(pair(), {
      interfaces: [eni("eni-e", "vpc-a", "s2", "10.1.2.60", { type: "vpc_endpoint" })],
      endpoints: [endpoint("vpce-i", { subnets: ["s2"], interfaces: ["eni-e"] })],
    });
    expect(told(parts, "eni-1", at("10.1.2.60"))).toBe("delivered");
    expect(told(parts, "eni-e", "eni-1")).toContain("an endpoint begins nothing");
  });

  test("R44: an appliance behind an endpoint may let it pass, and its subnet's table leads on", () => {
    const parts = (s2: ReturnType<typeof route>[]) =>
      merged(
        pair({ s1: [route("0.0.0.0/0", "vpc-endpoint", "vpce-g")], s2 }, { one: { public_ip: "203.0.113.10" } }),
        IGW,
        {
          endpoints: [endpoint("vpce-g", { type: "GatewayLoadBalancer", subnets: ["s2"] })],
        },
      );
    expect(told(parts([route("0.0.0.0/0", "internet-gateway", "igw-a")]), "eni-1", at("8.8.8.8"))).toContain("may");
    expect(told(parts([]), "eni-1", at("8.8.8.8"))).toContain("NO_ROUTE_TO_DESTINATION");
  });

  test("R45: endpoints of resources and service networks may carry it", () => {
    const parts = merged(pair({ s1: [route("10.9.0.0/16", "vpc-endpoint", "vpce-r")] }), {
      endpoints: [endpoint("vpce-r", { type: "Resource" })],
    });
    expect(told(parts, "eni-1", at("10.9.0.1"))).toBe("may");
  });

  test("R76: a firewall sees both ways or stops the flow", () => {
    const firewall = {
      id: "fw-1",
      ...HOME,
      name: "fw-1",
      vpc: "vpc-a",
      subnets: ["s2"],
      rule_groups: ["rg-1"],
      logging: true,
      endpoints: [{ zone: "us-east-1a", subnet: "s2", endpoint: "vpce-f" }],
    };
    const drop = {
      firewall_rule_groups: [
        {
          id: "rg-1",
          ...HOME,
          name: "rg-1",
          capacity: 10,
          rules: ["drop ip @bad any -> any any (sid:1;)"],
          references: { bad: "pl-bad" },
        },
      ],
      prefix_lists: [
        {
          id: "pl-bad",
          ...HOME,
          name: "bad",
          max_entries: 5,
          version: 1,
          entries: [{ cidr: "10.1.1.64/26", description: "" }],
        },
      ],
    };
    const out = route("0.0.0.0/0", "internet-gateway", "igw-a");
    const parts = (edge: boolean, ip = "10.1.1.10") =>
      merged(
        pair(
          { s1: [route("0.0.0.0/0", "vpc-endpoint", "vpce-f")], s2: [out] },
          { one: { public_ip: "203.0.113.10", private_ip: ip } },
        ),
        IGW,
        { firewalls: [firewall] },
        drop,
        edge
          ? {
              route_tables: [
                table("rtb-edge", "vpc-a", [route("10.1.1.0/24", "vpc-endpoint", "vpce-f")], { gateways: ["igw-a"] }),
              ],
            }
          : {},
      );
    expect(told(parts(true), "eni-1", at("8.8.8.8"))).toBe("delivered");
    expect(told(parts(false), "eni-1", at("8.8.8.8"))).toContain("only one of the two ways leads through it");
    expect(told(parts(true, "10.1.1.70"), "eni-1", at("8.8.8.8"))).toContain("drop ip @bad any -> any any");
  });
});
