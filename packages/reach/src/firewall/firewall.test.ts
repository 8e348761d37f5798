import type { ResourceOf } from "@trias/estate";
import { describe, expect, test } from "vitest";
import { at, told } from "../__fixtures__/ask.ts";
import { IGW, merged, type Parts, pair, route, table } from "../__fixtures__/small-estate.ts";
import { addressesIn, parseRule, portsIn } from "./suricata.ts";

const HOME = { region: "us-east-1", account: "111111111111", tags: {} };
type Settings = NonNullable<ResourceOf<"firewalls">["policy_settings"]>;
type Group = ResourceOf<"firewall_rule_groups">;

/** `eni-1` behind a firewall in `s2`, both ways. */
function guarded(groups: readonly Partial<Group>[], settings: Partial<Settings> = {}): Parts {
  const all = groups.map((group, i) => ({
    id: `rg-${i}`,
    ...HOME,
    name: `rg-${i}`,
    capacity: 10,
    rules: [],
    references: {},
    ...group,
  }));
  return merged(
    pair(
      { s1: [route("0.0.0.0/0", "vpc-endpoint", "vpce-f")], s2: [route("0.0.0.0/0", "internet-gateway", "igw-a")] },
      { one: { public_ip: "203.0.113.10" } },
    ),
    IGW,
    {
      route_tables: [
        table("rtb-edge", "vpc-a", [route("10.1.1.0/24", "vpc-endpoint", "vpce-f")], { gateways: ["igw-a"] }),
      ],
      firewalls: [
        {
          id: "fw-1",
          ...HOME,
          name: "fw-1",
          vpc: "vpc-a",
          subnets: ["s2"],
          rule_groups: all.map(({ id }) => id),
          logging: false,
          endpoints: [{ zone: "us-east-1a", subnet: "s2", endpoint: "vpce-f" }],
          policy: "policy-1",
          policy_settings: {
            stateless_groups: all
              .filter(({ type }) => type === "STATELESS")
              .map(({ id }, i) => ({ group: id, priority: i })),
            stateless_default: ["aws:forward_to_sfe"],
            stateless_fragment_default: ["aws:drop"],
            stateful_groups: all
              .filter(({ type }) => type !== "STATELESS")
              .map(({ id }, i) => ({ group: id, priority: i, drop_to_alert: false })),
            stateful_default: [],
            order: "STRICT_ORDER",
            variables: {},
            ...settings,
          },
        },
      ],
      firewall_rule_groups: all,
    },
  );
}

const to = (parts: Parts, port: number, protocol = "tcp") =>
  told(
    parts,
    "eni-1",
    at("8.8.8.8"),
    protocol === "icmp" ? { protocol, ports: [] } : { protocol, ports: [[port, port]] },
  );
const rules = (...lines: string[]) => [{ rules: lines }];

const stateless = (priority: number, actions: string[], port: number | null, sources: string[] = []) => ({
  priority,
  actions,
  sources,
  destinations: [],
  source_ports: [],
  destination_ports: port === null ? [] : [{ from: port, to: port }],
  protocols: [6],
});

describe("Network Firewall", () => {
  test("R77: stateless rules come first, by priority; a pass needs both directions", () => {
    const group = (...list: ReturnType<typeof stateless>[]) => [{ type: "STATELESS" as const, stateless: list }];
    expect(to(guarded(group(stateless(1, ["aws:drop"], 443))), 443)).toContain("stateless rule 1");
    expect(to(guarded(group(stateless(1, ["aws:drop"], 443))), 80)).toBe("delivered");
    expect(to(guarded(group(stateless(2, ["aws:drop"], 443), stateless(1, ["aws:pass"], 443))), 443)).toBe("delivered");
    const oneWay = guarded(group(stateless(1, ["aws:pass"], 443)), { stateless_default: ["aws:drop"] });
    expect(to(oneWay, 443)).toContain("delivered, both ways blocked: firewall (reply)");
    expect(to(oneWay, 80)).toContain("the stateless default action");
    const handed = [
      ...group(stateless(1, ["aws:forward_to_sfe"], 443)),
      ...rules("drop tcp any any -> any 443 (sid:1;)"),
    ];
    expect(to(guarded(handed), 443)).toContain("drop tcp any any -> any 443");
  });

  test("R78: strict order goes by what stands first, the other by pass before drop", () => {
    const both = rules("drop tcp any any -> any 443 (sid:1;)", "pass tcp any any -> any 443 (sid:2;)");
    expect(to(guarded(both), 443)).toContain("drop tcp any any");
    expect(to(guarded(both, { order: "DEFAULT_ACTION_ORDER" }), 443)).toBe("delivered");
    expect(
      to(guarded(rules("alert tcp any any -> any any (sid:1;)", "reject tcp any any -> any 443 (sid:2;)")), 443),
    ).toContain("reject");
  });

  test("R79: the default action drops what no rule passes", () => {
    const strict = (action: string) =>
      guarded(rules("pass tcp any any -> any 443 (sid:1;)"), { stateful_default: [action] });
    expect(to(strict("aws:drop_strict"), 443)).toBe("delivered");
    expect(to(strict("aws:drop_strict"), 80)).toContain("drops what no rule passes");
    expect(to(strict("aws:drop_established"), 80)).toContain("the handshake");
    expect(to(strict("aws:alert_strict"), 80)).toBe("delivered");
  });

  test("R80: addresses, ports and protocol decide; what looks at the payload only may, inside its header", () => {
    const sni = 'drop tls $HOME_NET any -> any 443 (tls.sni; content:"bad"; sid:1;)';
    expect(to(guarded(rules(sni)), 443)).toBe("may");
    expect(to(guarded(rules(sni)), 80)).toBe("delivered");
    expect(to(guarded(rules("pass tcp any any -> any 443 (sid:1;)", sni)), 443)).toBe("delivered");
    expect(to(guarded(rules('drop tcp [10.1.1.0/24,!10.1.1.10] any -> any any (msg:"a; b"; sid:1;)')), 443)).toBe(
      "delivered",
    );
    expect(to(guarded(rules("drop tcp 10.1.1.0/24 any -> ![8.8.8.0/24] any (sid:1;)")), 443)).toBe("delivered");
    expect(to(guarded(rules("drop udp any any -> any any (sid:1;)")), 443)).toBe("delivered");
    expect(to(guarded(rules("drop tcp any any -> $NOBODY any (sid:1;)")), 443)).toBe("may");
    expect(to(guarded(rules("something else")), 443)).toBe("may");
    expect(
      to(
        guarded([{ rules: ["drop tcp any any -> any any (sid:1;)"] }], {
          stateful_groups: [{ group: "rg-0", priority: 1, drop_to_alert: true }],
        }),
        443,
      ),
    ).toBe("delivered");
    expect(
      to(guarded([], { stateful_groups: [{ group: "arn:aws-managed", priority: 1, drop_to_alert: false }] }), 443),
    ).toBe("may");
  });

  test("R81: a list of domains looks at TCP from the home network, which is the firewall's VPC unless it is said otherwise", () => {
    const list = (action: "ALLOWLIST" | "DENYLIST", home?: string) =>
      guarded(
        [{ domains: { targets: [".example.com"], types: ["TLS_SNI"], action } }],
        home ? { variables: { HOME_NET: [home] } } : {},
      );
    expect(to(list("ALLOWLIST"), 443)).toBe("may");
    expect(to(list("DENYLIST"), 443)).toBe("may");
    expect(to(list("ALLOWLIST"), 443, "udp")).toBe("delivered");
    expect(to(list("ALLOWLIST", "10.9.0.0/16"), 443)).toBe("delivered");
  });

  test("R58, R76: the endpoints of two zones do not know each other's flows", () => {
    const parts = guarded([]);
    const [one] = parts.firewalls ?? [];
    const zones = [
      { zone: "us-east-1a", subnet: "s2", endpoint: "vpce-f" },
      { zone: "us-east-1b", subnet: "s2", endpoint: "vpce-g" },
    ];
    const edge = table("rtb-edge", "vpc-a", [route("10.1.1.0/24", "vpc-endpoint", "vpce-g")], { gateways: ["igw-a"] });
    const apart = {
      ...parts,
      firewalls: one ? [{ ...one, endpoints: zones }] : [],
      route_tables: [...(parts.route_tables ?? []).filter(({ id }) => id !== "rtb-edge"), edge],
    };
    expect(to(apart, 443)).toContain("only one of the two ways leads through it");
  });

  test("R82: it sees the addresses that packets have where it stands", () => {
    expect(to(guarded(rules("drop ip 10.1.1.10 any -> any any (sid:1;)")), 443)).toContain("blocked");
    expect(to(guarded(rules("drop ip 203.0.113.10 any -> any any (sid:1;)")), 443)).toBe("delivered");
  });

  test("rules are read as Suricata writes them", () => {
    expect(
      parseRule('pass tcp $HOME_NET [1024:,!2000] <> any 443 (msg:"a; b (c)"; flow:to_server; sid:1;)'),
    ).toMatchObject({
      action: "pass",
      both: true,
      payload: null,
    });
    expect(parseRule("drop http any any -> any any (sid:1;)")?.payload).toBe("protocol http");
    expect(parseRule("config something")).toBeNull();
    expect(portsIn("[1024:,!2000]", () => undefined)).toEqual([
      [1024, 1999],
      [2001, 65_535],
    ]);
    expect(portsIn("$WEB", (name) => (name === "$WEB" ? ["80", "443"] : undefined))).toEqual([
      [80, 80],
      [443, 443],
    ]);
    expect(portsIn("$NOBODY", () => undefined)).toBeNull();
    expect(addressesIn("!10.0.0.0/8", () => undefined)?.filter(({ family }) => family === 4)).toHaveLength(2);
    expect(addressesIn("@list", () => undefined)).toBeNull();
  });
});
