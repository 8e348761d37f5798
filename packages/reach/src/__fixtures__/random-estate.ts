import type { Estate, ResourceOf } from "@trias/estate";
import type { Concrete, Start } from "./oracle.ts";
import { acl, ANY, eni, entry, estateOf, group, merged, type Parts, route, rule, subnet, table, transitAttachment, transitRoute, vpc } from "./small-estate.ts";

/** Numbers by chance, the same for the same seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 2_654_435_761 + 1) >>> 0;
  }

  below(count: number): number {
    this.state = (Math.imul(this.state ^ (this.state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((this.state ^ (this.state >>> 13)) >>> 0) % count;
  }

  once(in_: number): boolean {
    return this.below(in_) === 0;
  }

  one<T>(from: readonly T[]): T {
    const found = from[this.below(from.length)];
    if (found === undefined) throw new TypeError("nothing to pick from");
    return found;
  }
}

const ZONES = ["us-east-1a", "us-east-1b"];
const PORTS = [22, 80, 443, 8080];
const HOME = { region: "us-east-1", account: "111111111111", tags: {} };
const VPCS = ["a", "b", "c"];

type Rule = ReturnType<typeof rule>;

function ports(dice: Dice): [number | null, number | null] {
  const port = dice.one(PORTS);
  return dice.one<[number | null, number | null]>([[null, null], [port, port], [port, port + dice.below(1000)], [1024, 65_535], [32_768, 60_999]]);
}

function randomRule(dice: Dice): Rule {
  const cidr = dice.one(["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.1.0/28", "10.2.0.0/16", "198.51.100.0/24", "192.168.0.0/16", "203.0.113.0/25"]);
  const protocol = dice.one(["-1", "tcp", "tcp", "udp", "icmp", "47"]);
  const range: [number | null, number | null] = protocol === "icmp" ? dice.one<[number | null, number | null]>([[null, null], [8, null], [0, null]]) : protocol === "tcp" || protocol === "udp" ? ports(dice) : [null, null];
  return dice.once(4) ? rule(protocol, range, [], { groups: [`sg-${dice.below(4)}`] }) : rule(protocol, range, [cidr]);
}

function randomList(dice: Dice, id: string): ResourceOf<"network_acls"> {
  const entries = [false, true].flatMap((egress) => {
    const count = dice.below(3);
    const own = Array.from({ length: count }, (_, i) => {
      const protocol = dice.one(["-1", "6", "17", "1"]);
      const cidr = dice.one(["0.0.0.0/0", "10.0.0.0/8", "10.2.0.0/16", "10.1.1.0/24", "198.51.100.0/24"]);
      const made = entry(10 + i, egress, dice.once(2) ? "deny" : "allow", protocol, protocol === "6" || protocol === "17" ? ports(dice) : [null, null], cidr);
      return protocol === "1" ? { ...made, icmp_type: dice.one([null, 8, 0]), icmp_code: null } : made;
    });
    return dice.once(8) ? own : [...own, entry(100, egress, "allow")];
  });
  // Lists may stand in any order.
  return acl(id, dice.once(2) ? entries.toReversed() : entries);
}

/** A network of three VPCs with everything that the oracle knows, wired by chance. */
export function randomEstate(dice: Dice): Estate {
  const peered = dice.once(2);
  const parts: Parts[] = [
    {
      security_groups: [...Array.from({ length: 4 }, (_, i) => group(`sg-${i}`, Array.from({ length: 1 + dice.below(3) }, () => randomRule(dice)), dice.once(3) ? [randomRule(dice)] : [ANY])), group("sg-open", [ANY])],
      network_acls: [acl("acl-open", [entry(100, false, "allow"), entry(100, true, "allow")]), ...Array.from({ length: 3 }, (_, i) => randomList(dice, `acl-${i}`))],
      internet_gateways: [
        { id: "igw-a", vpc: "vpc-a", tags: {} },
        { id: "igw-b", vpc: dice.once(3) ? null : "vpc-b", tags: {} },
      ],
      peerings: [
        {
          id: "pcx-1",
          requester_vpc: "vpc-a",
          accepter_vpc: "vpc-b",
          state: dice.once(5) ? "expired" : "active",
          requester_region: "us-east-1",
          accepter_region: peered ? "us-east-1" : "eu-west-1",
          tags: {},
        },
      ],
      transit_gateways: [{ id: "tgw-1", ...HOME, asn: 64_512 }],
      vpn_gateways: [{ id: "vgw-1", vpc: "vpc-a", asn: 64_512, state: "available", tags: {} }],
      vpn_connections: [connection("vpn-1", "vgw-1", "192.168.0.0/17"), connection("vpn-2", "tgw-1", "192.168.128.0/17")],
    },
  ];
  for (const [i, name] of VPCS.entries()) parts.push(randomVpc(dice, name, i + 1));
  parts.push(randomTransit(dice), randomBalancer(dice));
  return estateOf(merged(...parts));
}

function connection(id: string, gateway: string, block: string): ResourceOf<"vpn_connections"> {
  return { id, gateway, customer_gateway: "cgw-1", remote: "198.51.100.1", static_only: true, routes: [block], state: "available", tags: {} };
}

function randomVpc(dice: Dice, name: string, n: number): Parts {
  const id = `vpc-${name}`;
  const list = (): string => dice.one(["acl-open", "acl-open", "acl-open", "acl-open", "acl-0", "acl-1", "acl-2"]);
  const subnets = [1, 2, 3].map((k) => subnet(`${name}${k}`, id, `10.${n}.${k}.0/24`, { zone: ZONES[k % 2] ?? "", network_acl: list() }));
  const nat = { id: `nat-${name}`, subnet: `${name}3`, public_ip: `203.0.113.${100 + n}`, private_ip: `10.${n}.3.99`, interface: `eni-n${name}`, tags: {} };
  const interfaces = subnets.flatMap(({ id: own, cidr }, k) =>
    [10, 11].map((host) =>
      eni(`eni-${own}-${host}`, id, own, cidr.replace("0/24", String(host)), {
        groups: [`sg-${dice.below(4)}`, ...(dice.once(4) ? [] : ["sg-open"])],
        public_ip: dice.once(2) ? `203.0.113.${n * 20 + k * 2 + (host - 10)}` : null,
        ...(dice.once(3) && { secondary: [{ private_ip: cidr.replace("0/24", String(host + 20)), public_ip: dice.once(2) ? `203.0.113.${200 + n * 10 + k * 2 + (host - 10)}` : null }] }),
        ...(dice.once(12) && { state: "available" }),
      }),
    ),
  );
  return {
    vpcs: [vpc(id, `10.${n}.0.0/16`)],
    subnets,
    route_tables: subnets.map(({ id: own }) => table(`rtb-${own}`, id, randomRoutes(dice, name))),
    nat_gateways: [nat],
    interfaces: [...interfaces, eni(`eni-n${name}`, id, `${name}3`, nat.private_ip, { groups: [], type: "nat_gateway", public_ip: nat.public_ip })],
  };
}

function randomRoutes(dice: Dice, name: string): ReturnType<typeof route>[] {
  const destinations = ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16", "192.168.0.0/16", "198.51.100.0/24"];
  return destinations.flatMap((destination) => {
    // A VPC's own block is its local route.
    if (dice.once(7) || destination === `10.${VPCS.indexOf(name) + 1}.0.0/16`) return [];
    const wide = destination === "0.0.0.0/0" || destination.startsWith("198");
    const propagated = { origin: "propagated" as const };
    const target = wide
      ? dice.one([route(destination, "internet-gateway", `igw-${name}`), route(destination, "internet-gateway", `igw-${name}`), route(destination, "nat-gateway", `nat-${name}`), route(destination, "transit-gateway", "tgw-1")])
      : dice.one([
          route(destination, "transit-gateway", "tgw-1"),
          route(destination, "transit-gateway", "tgw-1"),
          route(destination, "peering", "pcx-1"),
          route(destination, "virtual-private-gateway", "vgw-1"),
          route(destination, "nat-gateway", `nat-${name}`),
          route(destination, "transit-gateway", "tgw-1", { state: "blackhole", ...propagated }),
        ]);
    return [target];
  });
}

function randomTransit(dice: Dice): Parts {
  const attachments = VPCS.map((name) =>
    transitAttachment(`att-${name}`, `vpc-${name}`, {
      subnets: dice.once(3) ? [`${name}1`] : [`${name}1`, `${name}2`],
      route_table: dice.one(["tgw-rtb-1", "tgw-rtb-1", "tgw-rtb-1", "tgw-rtb-2", "tgw-rtb-2", null]),
    }),
  );
  const known = [...attachments, transitAttachment("att-v", "vpn-2", { type: "vpn", route_table: "tgw-rtb-1" })];
  // Where a sender's zone has none, only one of the subnets can be taken.
  const tables = ["tgw-rtb-1", "tgw-rtb-2"].map((id) => ({
    id,
    transit_gateway: "tgw-1",
    propagations: known.filter(() => !dice.once(7)).map((each) => each.id),
    routes: [
      ...(dice.once(2) ? [transitRoute("0.0.0.0/0", [dice.one(["att-a", "att-b"])])] : []),
      ...(dice.once(4) ? [transitRoute(dice.one(["10.2.1.0/24", "10.3.0.0/16", "10.0.0.0/9"]), dice.once(2) ? [] : ["att-c"])] : []),
    ],
    complete: false,
    tags: {},
  }));
  return { transit_gateway_attachments: known, transit_gateway_route_tables: tables };
}

function randomBalancer(dice: Dice): Parts {
  const target = dice.one(["eni-a1-10", "eni-a2-10", "eni-a3-11"]);
  return {
    interfaces: [eni("eni-lb", "vpc-a", "a2", "10.1.2.200", { groups: [], type: "network_load_balancer", public_ip: "203.0.113.250" })],
    load_balancers: [
      {
        id: "net/one/1",
        ...HOME,
        name: "one",
        type: "network",
        scheme: "internet-facing",
        vpc: "vpc-a",
        subnets: dice.once(3) ? ["a2"] : ["a1", "a2"],
        groups: [],
        listeners: [{ port: 443, protocol: "TCP", targets: [], target_groups: ["tg-1"] }],
        cross_zone: dice.once(2),
        nodes: [{ zone: "us-east-1a", subnet: "a2", interface: "eni-lb", addresses: [] }],
        tags: {},
      },
    ],
    target_groups: [
      {
        id: "tg-1",
        ...HOME,
        name: "tg-1",
        vpc: "vpc-a",
        protocol: "TCP",
        port: dice.one([443, 8080]),
        target_type: "ip",
        preserve_client_ip: dice.once(2),
        targets: [{ id: target, port: null, zone: null }],
        tags: {},
      },
    ],
  };
}

const OUTSIDE = ["198.51.100.7", "8.8.8.8", "203.0.112.255"];
const SITES = ["192.168.0.5", "192.168.127.255", "192.168.128.0"];

/** A packet of the network, its ports at and beside the borders that rules draw. */
export function randomPacket(estate: Estate, dice: Dice): { start: Start; packet: Concrete } {
  const interfaces = estate.parts.interfaces.status === "known" ? [...estate.parts.interfaces.resources.values()] : [];
  const plain = interfaces.filter(({ type }) => type === undefined);
  const start: Start = dice.once(5) ? { internet: true } : dice.once(12) ? { vgw: "vgw-1" } : { eni: dice.one(plain).id };
  const from = interfaces.find((each) => "eni" in start && each.id === start.eni);
  const to = dice.one(interfaces);
  const publics = interfaces.flatMap(({ public_ip, secondary }) => [public_ip, ...(secondary ?? []).map((each) => each.public_ip)]).filter((each) => each !== null);
  const dst = "internet" in start ? dice.one([...publics, ...publics, to.private_ip]) : dice.one([to.private_ip, to.private_ip, to.private_ip, dice.one(publics), dice.one(OUTSIDE), dice.one(SITES), "10.1.1.77", "10.2.200.1", "10.9.0.1"]);
  const src = from ? (dice.once(6) ? (from.secondary?.[0]?.private_ip ?? from.private_ip) : from.private_ip) : dice.one("vgw" in start ? SITES.slice(0, 2) : OUTSIDE);
  const protocol = dice.one([6, 6, 6, 17, 1, 47, 0]);
  if (protocol === 1) return { start, packet: { src, dst, protocol, sport: dice.one([8, 8, 13]), dport: 0 } };
  if (protocol === 47 || protocol === 0) return { start, packet: { src, dst, protocol, sport: 0, dport: 0 } };
  const near = (port: number): number => Math.max(0, Math.min(65_535, port + dice.below(3) - 1));
  return { start, packet: { src, dst, protocol, sport: near(dice.one([1024, 32_768, 60_999, 65_535, 49_152])), dport: near(dice.one([...PORTS, ...PORTS, 1024, 60_999])) } };
}
