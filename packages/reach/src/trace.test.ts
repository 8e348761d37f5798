import { list, need } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { altered, coreNetwork, estate, ingress, named, unknown, withActions } from "./__fixtures__/company-wan.ts";
import type { Answer } from "./answer.ts";
import { checkInvariants } from "./check.ts";
import { reach } from "./trace.ts";

function ask(from: string, to: string, protocol = "any", port: number | null = null, on = estate): Answer {
  return reach(on, from, to, { protocol, port });
}

const balancer = list(estate, "load_balancers").find(({ name }) => name === "public-web")?.id ?? "";
const engine = named("instances", "web-eu-pricing-engine");
const relay = named("instances", "web-eu-mail-relay");
const vault = named("instances", "payments-eu-vault-1");

describe("reach", () => {
  test.each([
    ["internet", balancer, "tcp", 443, "delivered"],
    ["internet", balancer, "tcp", 80, "blocked"],
    ["internet", balancer, "udp", 443, "blocked"],
    ["internet", engine, "any", null, "blocked"],
    ["internet", relay, "tcp", 25, "blocked"],
    ["internet", "prod-general", "any", null, "delivered"],
    ["internet", "prod-pci", "any", null, "blocked"],
    ["prod-general", "nonprod-dev", "any", null, "blocked"],
    ["prodgeneral", "shared-services", "any", null, "delivered"],
    ["prod-api", "prod-pci", "any", null, "blocked"],
    ["prod-pci", "shared-services", "any", null, "delivered"],
    ["b2b-vendors", "prod-api", "any", null, "delivered"],
    ["b2b-vendors", "prod-data", "any", null, "blocked"],
    ["on-premises", "prod-general", "any", null, "delivered"],
    ["on-premises", "prod-pci", "any", null, "blocked"],
    ["prod-api", "customers-eu", "tcp", 5432, "delivered"],
    ["prod-api", "customers-eu", "tcp", 3306, "blocked"],
    ["prod-api", "orders-us", "tcp", 5432, "delivered"],
    ["nonprod-dev", "orders-us", "tcp", 5432, "blocked"],
    [vault, "cards", "tcp", 5432, "delivered"],
    [engine, "cards", "tcp", 5432, "blocked"],
    ["shared-services", engine, "tcp", 22, "delivered"],
    ["10.10.3.3", engine, "tcp", 22, "delivered"],
    ["10.11.3.3", engine, "tcp", 22, "blocked"],
    [engine, "internet", "tcp", 443, "delivered"],
    [engine, "internet", "tcp", 80, "blocked"],
    [relay, "8.8.8.8", "tcp", 25, "delivered"],
    ["nonprod-test", "internet", "tcp", 443, "delivered"],
    [named("interfaces", "test-us-runner-1"), "internet", "tcp", 443, "delivered"],
    [vault, "internet", "any", null, "blocked"],
  ] as const)("from %s to %s, %s %s: %s", (from, to, protocol, port, verdict) => {
    expect(ask(from, to, protocol, port).verdict).toBe(verdict);
  });

  test("names the rule of every hop, there and back", () => {
    const { hops, return: back } = ask(named("interfaces", "api-us-api-1"), "orders-us", "tcp", 5432);
    expect(hops.map(({ at }) => at)).toEqual([
      "security group",
      "network ACL",
      "route table",
      "core network, segment prod-api",
      "network ACL",
      "security group",
      "listener",
    ]);
    expect(hops.find(({ at }) => at.startsWith("core"))?.rule).toContain("share `prodapi` with `proddata`");
    expect(back.hops.map(({ at }) => at)).toEqual([
      "network ACL",
      "route table",
      "core network, segment prod-data",
      "network ACL",
    ]);
  });

  test("names the first thing that stops it", () => {
    expect(ask("prod-pci", "nonprod-dev").blocked_by).toMatchObject({
      resource: coreNetwork(estate).id,
      rule: expect.stringContaining("no share"),
    });
    expect(ask(engine, "internet", "tcp", 80).blocked_by).toMatchObject({
      at: "security group",
      rule: "no egress rule admits it",
    });
  });

  test("goes through the firewall where the policy sends it, and stops at an address on its list", () => {
    const runner = named("interfaces", "test-us-runner-1");
    expect(ask(runner, "203.0.113.45", "tcp", 443).hops.map(({ at }) => at)).toContain("firewall");
    const prefixes = list(estate, "prefix_lists").find(({ region }) => region === "us-east-1");
    const blocked = altered(estate, "prefix_lists", prefixes?.id ?? "", (each) => ({
      ...each,
      entries: [{ cidr: "203.0.113.45/32", description: "" }],
    }));
    expect(ask(runner, "203.0.113.45", "tcp", 443, blocked)).toMatchObject({
      verdict: "blocked",
      blocked_by: { at: "firewall", rule: expect.stringContaining("@trias_block") },
    });
    expect(ask(runner, "203.0.113.46", "tcp", 443, blocked).verdict).toBe("delivered");
  });

  test("a firewall rule that is not modelled makes it `may`", () => {
    const group = list(estate, "firewall_rule_groups").find(({ region }) => region === "us-east-1");
    const strict = altered(estate, "firewall_rule_groups", group?.id ?? "", (each) => ({
      ...each,
      rules: [...each.rules, 'drop tls any any -> any any (tls.sni; content:"bad"; sid:1;)'],
    }));
    const answer = ask(named("interfaces", "test-us-runner-1"), "203.0.113.45", "tcp", 443, strict);
    expect(answer.verdict).toBe("may");
    expect(answer.assumed.join()).toContain("tls.sni");
  });

  test("a network ACL that stops the replies stops it, and one that stops some of them makes it `may`", () => {
    const { subnet } = need(estate, "interfaces", named("interfaces", "api-us-api-1"));
    const acl = need(estate, "subnets", subnet).network_acl;
    const replies = (from_port: number, to_port: number): Answer => {
      const entry = {
        number: 1,
        egress: false,
        protocol: "tcp",
        cidr: "0.0.0.0/0",
        from_port,
        to_port,
        action: "deny" as const,
      };
      const on = altered(estate, "network_acls", acl, (each) => ({ ...each, entries: [entry, ...each.entries] }));
      return ask(named("interfaces", "api-us-api-1"), "orders-us", "tcp", 5432, on);
    };
    expect(replies(1024, 65_535)).toMatchObject({
      verdict: "blocked",
      blocked_by: { at: "network ACL (reply)", resource: acl },
    });
    expect(replies(1024, 2000).verdict).toBe("may");
    expect(replies(1, 1023).verdict).toBe("delivered");
  });

  test("a public address without a route back is not reachable", () => {
    const api = named("interfaces", "api-us-api-1");
    const group = need(estate, "interfaces", api).groups[0] ?? "";
    const open = altered(
      altered(estate, "interfaces", api, (each) => ({ ...each, public_ip: "198.51.100.200" })),
      "security_groups",
      group,
      (each) => ({ ...each, ingress: [ingress("tcp", 443, "0.0.0.0/0")] }),
    );
    expect(ask("internet", api, "tcp", 443, open)).toMatchObject({
      verdict: "blocked",
      blocked_by: { at: "internet gateway" },
    });
  });

  test("a stopped instance neither sends nor receives", () => {
    const stopped = altered(estate, "instances", relay, (each) => ({ ...each, state: "stopped" }));
    expect(ask(relay, "8.8.8.8", "tcp", 25, stopped)).toMatchObject({
      verdict: "blocked",
      blocked_by: { at: "instance" },
    });
  });

  test("within a subnet neither list nor table is asked", () => {
    const [a, b] = [named("interfaces", "dev-us-dev-1"), named("interfaces", "dev-us-dev-3")];
    const { subnet } = need(estate, "interfaces", a);
    expect(need(estate, "interfaces", b).subnet).toBe(subnet);
    const shut = altered(estate, "network_acls", need(estate, "subnets", subnet).network_acl, (each) => ({
      ...each,
      entries: [],
    }));
    expect(ask(a, b, "tcp", 1, shut).verdict).toBe("delivered");
    expect(ask(a, named("interfaces", "dev-us-dev-2"), "tcp", 1, shut).verdict).toBe("blocked");
  });

  test.each([
    ["security_groups", "network_acls"],
    ["route_tables", "subnets"],
    ["core_networks", "attachments"],
    ["interfaces", "databases"],
  ] as const)("unknown %s or %s make it `may`, never yes and never no", (...parts) => {
    for (const part of parts) {
      for (const [from, to, port] of [[named("interfaces", "api-us-api-1"), "orders-us", 5432]] as const) {
        const answer = ask(from, to, "tcp", port, unknown(estate, part));
        expect([part, answer.verdict]).toEqual([part, "may"]);
        expect(answer.assumed.length).toBeGreaterThan(0);
      }
    }
  });

  test("a policy that is not modelled in full makes it `may`", () => {
    const on = withActions(estate, { action: "associate-routing-policy", segment: "prodapi" });
    expect(ask("prod-api", "orders-us", "tcp", 5432, on).verdict).toBe("may");
  });

  test("R43: what a name stands for is not decided", () => {
    const answer = ask(engine, "db.internal.example.com", "tcp", 5432);
    expect(answer).toMatchObject({ verdict: "may", assumed: [expect.stringContaining("DNS")] });
  });

  test.each(["nowhere", "", "i-0", "10.255.0.1", "10.0.0.0/33"])("says that `%s` is no place", (place) => {
    expect(() => ask(place, "internet")).toThrow(expect.objectContaining({ code: "place_unknown" }));
  });

  test.each([
    ["gre ", null],
    ["tcp", 65_536],
    ["tcp", 1.5],
  ])("says that `%s` %s is no packet", (protocol, port) => {
    expect(() => ask("internet", engine, protocol, port)).toThrow(
      expect.objectContaining({ code: "packet_malformed" }),
    );
  });
});

describe("check", () => {
  const never = (id: string, from: string, to: string) => ({ id, from, to, rule: "never" as const });

  test("lists what does not hold", () => {
    const invariants = [
      never("a", "internet", "prod-pci"),
      never("b", "prod-general", "nonprod-dev"),
      never("c", "internet", "prod-general"),
    ];
    expect(checkInvariants(estate, invariants)).toEqual([
      { invariant: "c", flow: { from: "internet", to: "prod-general", protocol: "any", ports: "any" } },
    ]);
  });

  test("what can't be decided does not hold", () => {
    expect(
      checkInvariants(estate, [never("a", "on-premises", "prod-pci"), never("b", "internet", "prod-pci")]),
    ).toEqual([]);
    expect(checkInvariants(unknown(estate, "attachments"), [never("a", "on-premises", "prod-pci")])).toHaveLength(1);
    for (const part of ["interfaces", "load_balancers", "subnets", "vpcs"] as const) {
      expect(checkInvariants(unknown(estate, part), [never("b", "internet", "prod-pci")])).toHaveLength(1);
    }
  });
});
