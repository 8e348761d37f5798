import { applyChanges, generateLargeEstate, list, need, parseEstate, type ResourceChange, toWire } from "@trias/estate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { added, altered, coreNetwork, estate, ingress, named, withActions } from "./__fixtures__/company-wan.ts";
import { changedEstates } from "./__fixtures__/random-changes.ts";
import { diffEstates, diffEverything } from "./diff.ts";

const engine = {
  opened: (a = estate, b = estate) => diffEstates(a, b).opened,
  closed: (a = estate, b = estate) => diffEstates(a, b).closed,
};
const victim = named("interfaces", "web-eu-pricing-engine");
const gateway = named("interfaces", "payments-eu-gateway-1");
const gatewayGroup = need(estate, "interfaces", gateway).groups[0] ?? "";

describe("what a change of an endpoint's surroundings makes possible", () => {
  test("a group of its own that admits nothing closes what concerned the instance, and nothing of its neighbours", () => {
    const { vpc } = need(estate, "interfaces", victim);
    const group = { id: "sg-quarantine", vpc, name: "quarantine", description: "", ingress: [], egress: [], tags: {} };
    const after = altered(added(estate, "security_groups", group), "interfaces", victim, (each) => ({
      ...each,
      groups: [group.id],
    }));
    const { opened, closed } = diffEstates(estate, after);
    expect(opened).toEqual([]);
    expect(closed).toContainEqual({ from: victim, to: "internet", protocol: "tcp", ports: "443" });
    expect(closed).toContainEqual({ from: victim, to: "prod-general", protocol: "tcp", ports: "443" });
    expect(closed.every(({ from, to }) => from === victim || to === victim)).toBe(true);
    expect(diffEstates(after, estate)).toEqual({ opened: closed, closed: [] });
  });

  test("a public address, or an open group, alone does not let the internet in; both do", () => {
    const addressed = altered(estate, "interfaces", gateway, (each) => ({ ...each, public_ip: "198.51.100.200" }));
    const opened = altered(estate, "security_groups", gatewayGroup, (group) => ({
      ...group,
      ingress: [...group.ingress, ingress("tcp", 8443, "0.0.0.0/0")],
    }));
    const fromInternet = (flows: readonly { from: string; to: string }[]) =>
      flows.filter(({ from }) => from === "internet");
    expect(fromInternet(engine.opened(estate, addressed))).toEqual([]);
    expect(fromInternet(engine.opened(estate, opened))).toEqual([]);
    const both = altered(opened, "interfaces", gateway, (each) => ({ ...each, public_ip: "198.51.100.200" }));
    expect(fromInternet(engine.opened(estate, both))).toEqual([
      { from: "internet", to: gateway, protocol: "tcp", ports: "8443" },
    ]);
  });

  test.each([
    [["0.0.0.0/1", "128.0.0.0/1"], ["internet"]],
    [["64.0.0.0/3"], ["internet"]],
    [
      ["203.0.113.0/24", "198.51.100.7/32"],
      ["198.51.100.7/32", "203.0.113.0/24"],
    ],
  ])("%j of a public interface is told as %j", (cidrs, labels) => {
    const relay = named("interfaces", "web-eu-mail-relay");
    const group = need(estate, "interfaces", relay).groups[0] ?? "";
    const after = altered(estate, "security_groups", group, (each) => ({
      ...each,
      ingress: [...each.ingress, ingress("udp", 53, ...cidrs)],
    }));
    const inside = list(estate, "vpcs").map(({ id }) => id);
    const segments = new Set(["hybrid", "prod-api", "prod-general", "security", "shared-services", ...inside]);
    expect(engine.opened(estate, after).filter(({ from }) => !segments.has(from))).toEqual(
      labels.map((from) => ({ from, to: relay, protocol: "udp", ports: "53" })),
    );
  });

  test("an open security group is not open where the network ACL denies", () => {
    const relay = named("interfaces", "web-eu-mail-relay");
    const { groups, subnet } = need(estate, "interfaces", relay);
    const denied = altered(estate, "network_acls", need(estate, "subnets", subnet).network_acl, (acl) => ({
      ...acl,
      entries: [
        { number: 5, egress: false, protocol: "udp", cidr: "0.0.0.0/0", from_port: 53, to_port: 53, action: "deny" },
        ...acl.entries,
      ],
    }));
    const open = (from: typeof estate): typeof estate =>
      altered(from, "security_groups", groups[0] ?? "", (each) => ({
        ...each,
        ingress: [...each.ingress, ingress("udp", 53, "203.0.113.0/24")],
      }));
    expect(engine.opened(denied, open(denied))).toEqual([]);
    expect(engine.opened(estate, open(estate))).toHaveLength(1);
  });

  test("a database that becomes public in a subnet without a way to the internet stays unreachable", () => {
    const after = altered(estate, "databases", "cards", (each) => ({ ...each, publicly_accessible: true }));
    expect(engine.opened(estate, after)).toEqual([]);
  });

  test("an internet-facing listener on another port is a new flow from the internet", () => {
    const [balancer] = list(estate, "load_balancers");
    const after = altered(estate, "load_balancers", balancer?.id ?? "", (each) => ({
      ...each,
      listeners: [...each.listeners, { port: 8080, protocol: "HTTP", targets: [] }],
    }));
    expect(engine.opened(estate, after)).toEqual([]);
    const opened = altered(after, "security_groups", balancer?.groups[0] ?? "", (each) => ({
      ...each,
      ingress: [...each.ingress, ingress("tcp", 8080, "0.0.0.0/0")],
    }));
    expect(engine.opened(estate, opened)).toContainEqual({
      from: "internet",
      to: balancer?.id,
      protocol: "tcp",
      ports: "8080",
    });
  });
});

describe("what a change of the core network makes possible", () => {
  const segment = (name: string, mapped: string): ResourceChange => {
    const before = coreNetwork(estate);
    const policy = { ...before.policy, segments: [...before.policy.segments, { name }] };
    const after = { ...before, policy, segment_names: { ...before.segment_names, [name]: mapped } };
    return { part: "core_networks", id: before.id, before, after };
  };
  const withSegment = applyChanges(estate, [segment("nonprodml", "nonprod-ml")], { serial: 2, time: estate.time });
  const any = (from: string, to: string) => ({ from, to, protocol: "any", ports: "any" });

  test("a segment that shares with nobody opens nothing, and neither does a VPC in it", () => {
    expect(diffEstates(estate, withSegment)).toEqual({ opened: [], closed: [] });
    const [template] = list(estate, "attachments");
    const [vpc] = list(estate, "vpcs");
    if (!template || !vpc) throw new TypeError("the sample is empty");
    const own = added(withSegment, "vpcs", { ...vpc, id: "vpc-ml", cidrs: ["10.95.0.0/16"] });
    const attached = added(own, "attachments", {
      ...template,
      id: "attachment-ml",
      resource: "vpc-ml",
      segment: "nonprodml",
      network_function_group: null,
    });
    expect(diffEstates(estate, attached)).toEqual({ opened: [], closed: [] });
    const elsewhere = added(own, "attachments", {
      ...template,
      id: "attachment-ml",
      resource: "vpc-ml",
      segment: "prodpci",
      network_function_group: null,
    });
    expect(engine.opened(estate, elsewhere)).toEqual([
      any("security", "vpc-ml"),
      any("shared-services", "vpc-ml"),
      any("vpc-ml", "security"),
      any("vpc-ml", "shared-services"),
    ]);
  });

  test("a share opens both ways, a segment that is new included", () => {
    const share = (a: string, b: string) => ({
      action: "share",
      mode: "attachment-route",
      segment: a,
      "share-with": [b],
    });
    expect(engine.opened(estate, withActions(estate, share("nonproddev", "prodgeneral")))).toEqual([
      any("nonprod-dev", "prod-general"),
      any("prod-general", "nonprod-dev"),
    ]);
    expect(engine.opened(estate, withActions(withSegment, share("nonprodml", "prodpci")))).toEqual([
      any("nonprod-ml", "prod-pci"),
      any("prod-pci", "nonprod-ml"),
    ]);
  });

  test("an attachment that moves reaches what its new segment reaches and loses what the old one did", () => {
    const attachment = named("attachments", "dev-us");
    const vpc = named("vpcs", "dev-us");
    const { opened, closed } = diffEstates(
      estate,
      altered(estate, "attachments", attachment, (each) => ({ ...each, segment: "proddata" })),
    );
    expect(opened).toContainEqual(any(vpc, "prod-api"));
    expect(opened).toContainEqual(any("prod-api", vpc));
    expect(closed).toContainEqual(any(vpc, "nonprod-dev"));
    // Both segments share with these: nothing changes.
    for (const same of ["shared-services", "security", "internet"]) {
      expect([...opened, ...closed].filter(({ from, to }) => from === same || to === same)).toEqual([]);
    }
  });

  test("a blocked address closes the way to it of every segment that leaves through the firewall, and of no other", () => {
    const [region] = list(estate, "prefix_lists");
    const { opened, closed } = diffEstates(
      estate,
      altered(estate, "prefix_lists", region?.id ?? "", (each) => ({
        ...each,
        entries: [{ cidr: "203.0.113.45/32", description: "" }],
      })),
    );
    expect(opened).toEqual([]);
    expect(closed).toContainEqual(any("prod-api", "203.0.113.45/32"));
    expect(closed.map(({ to }) => to)).not.toContain("internet");
    expect(closed.map(({ from }) => from)).not.toContain("prod-pci");
  });

  test("a blackhole closes the block that was reached", () => {
    const route = {
      action: "create-route",
      segment: "prodapi",
      "destination-cidr-blocks": ["10.18.0.0/20"],
      destinations: ["blackhole"],
    };
    expect(diffEstates(estate, withActions(estate, route))).toEqual({
      opened: [],
      closed: [any("prod-api", "10.18.0.0/20")],
    });
  });

  test("a policy with parts that are not modelled opens everything when it changes", () => {
    const before = withActions(estate, { action: "associate-routing-policy", segment: "prodapi" });
    const opened = engine.opened(estate, before);
    expect(opened).toContainEqual(any("nonprod-dev", "prod-pci"));
    expect(diffEstates(before, before)).toEqual({ opened: [], closed: [] });
  });
});

describe("the algebra of differences", () => {
  const changed = changedEstates(estate);

  test("an estate does not differ from itself, nor from one with equal content", () => {
    expect(diffEstates(estate, estate)).toEqual({ opened: [], closed: [] });
    fc.assert(
      fc.property(changed, ({ after }) => {
        expect(diffEverything(after, parseEstate(toWire(after)))).toEqual({ opened: [], closed: [] });
      }),
      { numRuns: 3 },
    );
  });

  test("what opens on the way there closes on the way back", () => {
    fc.assert(
      fc.property(changed, ({ after }) => {
        const there = diffEstates(estate, after);
        const back = diffEstates(after, estate);
        expect(back).toEqual({ opened: there.closed, closed: there.opened });
      }),
      { numRuns: 60 },
    );
  });

  test("looking at what the changes can have influenced is as good as looking at everything", () => {
    fc.assert(
      fc.property(changed, ({ after }) => {
        expect(diffEstates(estate, after)).toEqual(diffEverything(estate, after));
      }),
      { numRuns: 60 },
    );
  });

  describe("what a change reaches only by way of something else", () => {
    const check = (before: typeof estate, after: typeof estate): string[] => {
      const { opened, closed } = diffEstates(before, after);
      expect({ opened, closed }).toEqual(diffEverything(before, after));
      return [...opened, ...closed].flatMap(({ from, to }) => [from, to]);
    };

    test("an instance that leaves a group which the rules of others name", () => {
      const member = named("interfaces", "payments-eu-gateway-1");
      const vault = named("interfaces", "payments-eu-vault-1");
      const other = need(estate, "interfaces", vault).groups;
      const left = altered(estate, "interfaces", member, (each) => ({ ...each, groups: other }));
      expect(check(estate, left)).toEqual(expect.arrayContaining([member, vault, "cards"]));
    });

    test("a prefix list that the rules of a group name", () => {
      const [prefixes] = list(estate, "prefix_lists");
      const dev = named("interfaces", "dev-us-dev-1");
      const naming = altered(estate, "security_groups", need(estate, "interfaces", dev).groups[0] ?? "", (each) => ({
        ...each,
        ingress: [{ ...ingress("tcp", 443), prefix_lists: [prefixes?.id ?? ""] }],
      }));
      const filled = altered(naming, "prefix_lists", prefixes?.id ?? "", (each) => ({
        ...each,
        entries: [{ cidr: "10.26.0.0/16", description: "" }],
      }));
      expect(check(naming, filled)).toContain(dev);
    });

    test("a peering that becomes active where routes wait for it", () => {
      const [requester_vpc, accepter_vpc] = [named("vpcs", "dev-us"), named("vpcs", "payments-eu")];
      const waiting = { id: "pcx-1", requester_vpc, accepter_vpc, state: "pending-acceptance", tags: {} };
      const dev = named("interfaces", "dev-us-dev-1");
      const { route_table } = need(estate, "subnets", need(estate, "interfaces", dev).subnet);
      const routed = altered(added(estate, "peerings", waiting), "route_tables", route_table, (each) => ({
        ...each,
        routes: [...each.routes, { destination: "10.3.0.0/16", target: { type: "peering", id: "pcx-1" } }],
      }));
      expect(
        check(
          routed,
          altered(routed, "peerings", "pcx-1", (each) => ({ ...each, state: "active" })),
        ),
      ).toEqual(expect.arrayContaining([dev, accepter_vpc]));
    });
  });

  test("also along a chain of changes, where what is kept of the one estate serves the next", () => {
    const large = generateLargeEstate({ instances: 200, seed: 3 });
    let before = large;
    for (const [i, each] of list(large, "interfaces").slice(0, 30).entries()) {
      const group = list(before, "security_groups")[i % 7];
      const interfaces = list(before, "interfaces").filter(({ vpc }) => vpc === group?.vpc);
      const moved = interfaces[i % Math.max(interfaces.length, 1)] ?? each;
      let after = altered(before, "interfaces", moved.id, (own) => ({ ...own, groups: [group?.id ?? ""] }));
      if (i % 3 === 0)
        after = altered(after, "security_groups", group?.id ?? "", (own) => ({
          ...own,
          ingress: [ingress("tcp", 22 + i, "10.0.0.0/8")],
        }));
      expect(diffEstates(before, after)).toEqual(diffEverything(before, after));
      before = after;
    }
    expect(diffEstates(large, before)).toEqual(diffEverything(large, before));
  });
});
