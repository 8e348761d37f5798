import type { Estate, PartName, ResourceOf } from "@trias/estate";

/**
 * One concrete IPv4 packet at a time, followed by hand: slow, and written from the checklist alone, so that it can tell whether the
 * engine is right. It knows networks of which everything is known, without appliances and equal routes.
 */
export interface Concrete {
  readonly src: string;
  readonly dst: string;
  /** IP protocol number. */
  readonly protocol: number;
  /** Ports of TCP and UDP; of ICMP the type and the code of the request. */
  readonly sport: number;
  readonly dport: number;
}

export interface Verdict {
  readonly arrives: boolean;
  readonly returns: boolean;
}

/** Where the packet starts: an interface, the internet, or behind a virtual private gateway. */
export type Start = { readonly eni: string } | { readonly internet: true } | { readonly vgw: string };

interface Packet extends Concrete {
  readonly reply: boolean;
}

type Place = { readonly at: "eni"; readonly id: string } | { readonly at: "internet" } | { readonly at: "site"; readonly vgw?: string; readonly attachment?: string };
type Arrival = { readonly place: Place; readonly packet: Packet } | null;

interface NatEntry {
  readonly nat: string;
  readonly inside: Packet;
  readonly port: number;
}
interface LbEntry {
  readonly balancer: string;
  readonly subnet: string;
  readonly client: Packet;
  readonly kept: boolean;
}

export class Oracle {
  private readonly estate: Estate;
  private readonly natPort: number;
  private nats: NatEntry[] = [];
  private balanced: LbEntry[] = [];
  /** Whether the sender can still be told, for references to groups. */
  private known = true;
  private viaGroups: readonly string[] = [];
  private sender: string | null = null;
  private depth = 0;

  constructor(estate: Estate, natPort: number) {
    this.estate = estate;
    this.natPort = natPort;
  }

  ask(start: Start, packet: Concrete): Verdict {
    this.nats = [];
    this.balanced = [];
    this.known = true;
    this.viaGroups = [];
    this.depth = 0;
    this.sender = "eni" in start ? start.eni : null;
    const arrival = this.begin(start, { ...packet, reply: false });
    if (arrival === null) return { arrives: false, returns: false };
    this.depth = 0;
    const back = this.answer(arrival);
    const returns = back !== null && back.packet.dst === packet.src && this.isHome(start, back.place);
    return { arrives: true, returns };
  }

  private isHome(start: Start, place: Place): boolean {
    if ("eni" in start) return place.at === "eni" && place.id === start.eni;
    return "internet" in start ? place.at === "internet" : place.at === "site";
  }

  private begin(start: Start, packet: Packet): Arrival {
    if ("internet" in start) return this.onInternet(packet);
    if ("vgw" in start) {
      this.known = false;
      return this.fromVgw(start.vgw, packet);
    }
    const eni = this.need("interfaces", start.eni);
    if (this.down(eni)) return null;
    if (!this.addresses(eni).includes(packet.src)) return null;
    if (!this.groups(eni, "egress", packet)) return null;
    return this.outOf(eni.subnet, packet);
  }

  private answer({ place, packet }: NonNullable<Arrival>): Arrival {
    const icmp = packet.protocol === 1;
    const type = packet.sport === 8 ? 0 : packet.sport;
    const reply: Packet = {
      src: packet.dst,
      dst: packet.src,
      protocol: packet.protocol,
      sport: icmp ? type : packet.dport,
      dport: icmp ? packet.dport : packet.sport,
      reply: true,
    };
    if (place.at === "internet") return this.onInternet(reply);
    if (place.at === "site") {
      if (place.vgw !== undefined) return this.fromVgw(place.vgw, reply);
      const attachment = this.need("transit_gateway_attachments", place.attachment ?? "");
      return this.transit(attachment, null, reply);
    }
    const eni = this.need("interfaces", place.id);
    const entry = this.balanced.at(-1);
    if (entry?.kept) return this.throughNode(eni.subnet, entry, reply);
    return this.outOf(eni.subnet, reply);
  }

  /** Behind a load balancer that kept the client's address. */
  private throughNode(subnet: string, entry: LbEntry, reply: Packet): Arrival {
    if (subnet !== entry.subnet) {
      if (!this.inSubnet(subnet, reply.dst) && !this.list(subnet, "egress", reply)) return null;
      if (!this.list(entry.subnet, "ingress", reply)) return null;
    }
    return this.fromNode(entry, reply);
  }

  private fromNode(entry: LbEntry, reply: Packet): Arrival {
    this.balanced.pop();
    const { client } = entry;
    const icmpFree = { ...reply, src: client.dst, dst: client.src, sport: client.dport, dport: client.sport };
    return this.outOf(entry.subnet, icmpFree);
  }

  // ---- subnets and tables

  private outOf(subnet: string, packet: Packet): Arrival {
    this.depth += 1;
    if (this.depth > 40) return null;
    const own = this.need("subnets", subnet);
    if (this.inSubnet(subnet, packet.dst)) return this.inVpc(own.vpc, packet, subnet);
    if (!this.list(subnet, "egress", packet)) return null;
    return this.byTable(own.route_table, own.vpc, subnet, packet);
  }

  private byTable(tableId: string, vpcId: string, subnet: string | null, packet: Packet): Arrival {
    const table = this.need("route_tables", tableId);
    const vpc = this.need("vpcs", vpcId);
    const dst = number(packet.dst);
    const candidates = table.routes
      .filter(({ destination, target }) => target.type !== "local" && holds(destination, dst))
      .map((route) => ({ route, length: lengthOf(route.destination), own: route.origin === "propagated" ? 1 : 0 }));
    const local = vpc.cidrs.filter((cidr) => holds(cidr, dst)).map(lengthOf).sort((a, b) => b - a)[0];
    const usable = candidates
      .filter(({ length, own }) => local === undefined || (own === 0 && length >= local))
      .sort((a, b) => b.length - a.length || a.own - b.own);
    const best = usable[0]?.route;
    if (!best) return local === undefined ? null : this.inVpc(vpcId, packet, null);
    if (best.state === "blackhole") return null;
    switch (best.target.type) {
      case "internet-gateway":
        return this.outByIgw(best.target.id, vpcId, packet);
      case "nat-gateway":
        return this.nat(best.target.id, subnet, packet);
      case "peering":
        return this.peering(best.target.id, vpcId, packet);
      case "transit-gateway":
        return this.intoTransit(best.target.id, vpcId, subnet ?? "", packet);
      case "virtual-private-gateway":
        return this.toVgw(best.target.id, vpcId, packet);
      default:
        return null;
    }
  }

  /** To whoever in the VPC has the address. */
  private inVpc(vpc: string, packet: Packet, inside: string | null): Arrival {
    const eni = this.all("interfaces").find((each) => each.vpc === vpc && this.addresses(each).includes(packet.dst));
    if (!eni) return null;
    if (eni.subnet !== inside && !this.list(eni.subnet, "ingress", packet)) return null;
    return this.at(eni, packet);
  }

  private at(eni: ResourceOf<"interfaces">, packet: Packet): Arrival {
    const nat = this.all("nat_gateways").find((each) => each.interface === eni.id);
    if (nat) return this.backThroughNat(nat, packet);
    const balancer = this.all("load_balancers").find(({ nodes }) => nodes?.some((node) => node.interface === eni.id));
    if (balancer) return this.atNode(balancer, eni, packet);
    if (this.down(eni)) return null;
    if (!packet.reply && !this.groups(eni, "ingress", packet)) return null;
    return { place: { at: "eni", id: eni.id }, packet };
  }

  // ---- the internet

  private outByIgw(id: string, vpc: string, packet: Packet): Arrival {
    const igw = this.all("internet_gateways").find((each) => each.id === id);
    if (igw?.vpc !== vpc) return null;
    const own = this.all("interfaces").find((each) => each.vpc === vpc && this.addresses(each).includes(packet.src));
    const address = own && this.publicOf(own, packet.src);
    if (!address) return null;
    this.known = false;
    return this.onInternet({ ...packet, src: address });
  }

  private onInternet(packet: Packet): Arrival {
    this.depth += 1;
    if (this.depth > 40 || isPrivate(packet.dst)) return null;
    const eni = this.all("interfaces").find((each) => this.publics(each).some(([address]) => address === packet.dst));
    if (!eni) return { place: { at: "internet" }, packet };
    if (!this.all("internet_gateways").some(({ vpc }) => vpc === eni.vpc)) return null;
    const inner = this.publics(eni).find(([address]) => address === packet.dst)?.[1] ?? "";
    if (!packet.reply) this.known = false;
    return this.inVpc(eni.vpc, { ...packet, dst: inner }, null);
  }

  private nat(id: string, from: string | null, packet: Packet): Arrival {
    const nat = this.need("nat_gateways", id);
    if (nat.subnet !== from && !this.list(nat.subnet, "ingress", packet)) return null;
    if (packet.reply || nat.subnet === from || ![1, 6, 17].includes(packet.protocol)) return null;
    this.nats.push({ nat: id, inside: packet, port: this.natPort });
    this.known = false;
    const src = nat.private_ip ?? "";
    return this.outOf(nat.subnet, packet.protocol === 1 ? { ...packet, src } : { ...packet, src, sport: this.natPort });
  }

  private backThroughNat(nat: ResourceOf<"nat_gateways">, packet: Packet): Arrival {
    const entry = this.nats.at(-1);
    if (!packet.reply || entry?.nat !== nat.id) return null;
    this.nats.pop();
    const dst = entry.inside.src;
    return this.outOf(nat.subnet, packet.protocol === 1 ? { ...packet, dst } : { ...packet, dst, dport: entry.inside.sport });
  }

  // ---- other VPCs and sites

  private peering(id: string, vpc: string, packet: Packet): Arrival {
    const peering = this.all("peerings").find((each) => each.id === id);
    if (peering?.state !== "active") return null;
    const other = peering.requester_vpc === vpc ? peering.accepter_vpc : peering.requester_vpc;
    if (!this.inBlocks(vpc, packet.src) || !this.inBlocks(other, packet.dst)) return null;
    if (peering.requester_region !== peering.accepter_region) this.known = false;
    return this.inVpc(other, packet, null);
  }

  private intoTransit(id: string, vpc: string, subnet: string, packet: Packet): Arrival {
    const attachment = this.all("transit_gateway_attachments").find((each) => {
      return each.transit_gateway === id && each.type === "vpc" && each.resource === vpc;
    });
    if (!attachment) return null;
    const { zone } = this.need("subnets", subnet);
    const entry = attachment.subnets.find((each) => this.need("subnets", each).zone === zone);
    if (entry === undefined || !this.list(entry, "ingress", packet)) return null;
    return this.transit(attachment, zone, packet);
  }

  private transit(incoming: ResourceOf<"transit_gateway_attachments">, zone: string | null, packet: Packet): Arrival {
    this.depth += 1;
    if (this.depth > 40 || incoming.route_table === null || incoming.state !== "available") return null;
    this.known = false;
    const table = this.need("transit_gateway_route_tables", incoming.route_table);
    const dst = number(packet.dst);
    const routes = [
      ...table.routes.map(({ destination, attachments, state }) => ({ destination, to: state === "blackhole" ? null : (attachments[0] ?? null), rank: 0 })),
      ...table.propagations.flatMap((id) => this.announced(id)),
    ]
      .filter(({ destination }) => holds(destination, dst))
      .sort((a, b) => lengthOf(b.destination) - lengthOf(a.destination) || a.rank - b.rank);
    const to = routes[0]?.to;
    if (to == null) return null;
    const next = this.need("transit_gateway_attachments", to);
    if (next.state !== "available") return null;
    if (next.type === "vpn") return { place: { at: "site", attachment: next.id }, packet };
    const out = next.subnets.find((each) => this.need("subnets", each).zone === zone) ?? next.subnets[0] ?? "";
    return this.outOf(out, packet);
  }

  private announced(id: string): { destination: string; to: string; rank: number }[] {
    const attachment = this.need("transit_gateway_attachments", id);
    if (attachment.state !== "available") return [];
    const vpn = attachment.type === "vpn";
    const blocks = vpn ? this.need("vpn_connections", attachment.resource).routes : this.need("vpcs", attachment.resource).cidrs;
    return blocks.map((destination) => ({ destination, to: id, rank: vpn ? 2 : 1 }));
  }

  private toVgw(id: string, vpc: string, packet: Packet): Arrival {
    const vgw = this.all("vpn_gateways").find((each) => each.id === id);
    if (vgw?.vpc !== vpc || !this.inBlocks(vpc, packet.src)) return null;
    const dst = number(packet.dst);
    const heard = this.all("vpn_connections").some(({ gateway, routes }) => gateway === id && routes.some((block) => holds(block, dst)));
    return heard ? { place: { at: "site", vgw: id }, packet } : null;
  }

  private fromVgw(id: string, packet: Packet): Arrival {
    const vgw = this.all("vpn_gateways").find((each) => each.id === id);
    if (vgw?.vpc == null || !this.inBlocks(vgw.vpc, packet.dst)) return null;
    return this.inVpc(vgw.vpc, packet, null);
  }

  // ---- load balancers

  private atNode(balancer: ResourceOf<"load_balancers">, node: ResourceOf<"interfaces">, packet: Packet): Arrival {
    if (packet.reply) {
      const entry = this.balanced.at(-1);
      return entry?.balancer === balancer.id ? this.fromNode(entry, packet) : null;
    }
    const listener = balancer.listeners.find(({ port, protocol }) => packet.protocol === (protocol === "UDP" ? 17 : 6) && port === packet.dport);
    const group = listener && this.all("target_groups").find(({ id }) => id === listener.target_groups?.[0]);
    const [target] = group?.targets ?? [];
    if (!group || !target) return null;
    const eni = this.need("interfaces", target.id);
    const zone = (subnet: string): string => this.need("subnets", subnet).zone;
    const zones = balancer.subnets.map(zone);
    if (!zones.includes(zone(eni.subnet)) || (!balancer.cross_zone && zone(eni.subnet) !== zone(node.subnet))) return null;
    const kept = group.preserve_client_ip ?? true;
    if (kept && eni.private_ip === packet.src) return null;
    this.balanced.push({ balancer: balancer.id, subnet: node.subnet, client: packet, kept });
    this.known = false;
    this.viaGroups = balancer.groups;
    const on = { ...packet, dst: eni.private_ip, dport: target.port ?? group.port ?? packet.dport };
    return this.outOf(node.subnet, kept ? on : { ...on, src: node.private_ip, sport: this.natPort });
  }

  // ---- filters

  private list(subnetId: string, direction: "ingress" | "egress", packet: Packet): boolean {
    const acl = this.need("network_acls", this.need("subnets", subnetId).network_acl);
    const address = number(direction === "ingress" ? packet.src : packet.dst);
    const entries = acl.entries.filter(({ egress }) => egress === (direction === "egress")).sort((a, b) => a.number - b.number);
    for (const entry of entries) {
      if (entry.cidr.includes(":") || !holds(entry.cidr, address)) continue;
      if (entry.protocol !== "-1" && Number(entry.protocol) !== packet.protocol) continue;
      const tcpOrUdp = packet.protocol === 6 || packet.protocol === 17;
      if (tcpOrUdp && entry.protocol !== "-1" && !between(packet.dport, entry.from_port, entry.to_port)) continue;
      if (packet.protocol === 1 && entry.protocol === "1" && entry.icmp_type != null && entry.icmp_type !== packet.sport) continue;
      return entry.action === "allow";
    }
    return false;
  }

  private groups(eni: ResourceOf<"interfaces">, direction: "ingress" | "egress", packet: Packet): boolean {
    const address = direction === "ingress" ? packet.src : packet.dst;
    return eni.groups.some((id) => this.need("security_groups", id)[direction].some((rule) => this.admits(eni, rule, direction, address, packet)));
  }

  private admits(
    eni: ResourceOf<"interfaces">,
    rule: ResourceOf<"security_groups">["ingress"][number],
    direction: "ingress" | "egress",
    address: string,
    packet: Packet,
  ): boolean {
    const number_ = { tcp: 6, udp: 17, icmp: 1 }[rule.protocol] ?? Number(rule.protocol);
    if (rule.protocol !== "-1") {
      if (number_ !== packet.protocol) return false;
      if ((packet.protocol === 6 || packet.protocol === 17) && !between(packet.dport, rule.from_port, rule.to_port)) return false;
      if (packet.protocol === 1 && rule.from_port !== null && rule.from_port !== packet.sport) return false;
    }
    if (rule.cidrs.some((cidr) => !cidr.includes(":") && holds(cidr, number(address)))) return true;
    return rule.groups.some((group) => this.refersTo(eni, group, direction, address));
  }

  private refersTo(eni: ResourceOf<"interfaces">, group: string, direction: "ingress" | "egress", address: string): boolean {
    if (direction === "ingress") {
      if (!this.known) return this.viaGroups.includes(group);
      return this.sender !== null && this.need("interfaces", this.sender).groups.includes(group);
    }
    const near = (vpc: string): boolean =>
      vpc === eni.vpc ||
      this.all("peerings").some(
        (each) =>
          each.state === "active" &&
          each.requester_region === each.accepter_region &&
          [each.requester_vpc, each.accepter_vpc].includes(vpc) &&
          [each.requester_vpc, each.accepter_vpc].includes(eni.vpc),
      );
    return this.all("interfaces").some((each) => each.groups.includes(group) && near(each.vpc) && this.addresses(each).includes(address));
  }

  // ---- the estate

  private down(eni: ResourceOf<"interfaces">): boolean {
    if (eni.state === "available") return true;
    const instance = this.all("instances").find(({ id }) => id === eni.instance);
    return instance !== undefined && instance.state !== "running";
  }

  private addresses({ private_ip, secondary }: ResourceOf<"interfaces">): string[] {
    return [private_ip, ...(secondary ?? []).map((each) => each.private_ip)];
  }

  private publics(eni: ResourceOf<"interfaces">): (readonly [string, string])[] {
    const all = [[eni.public_ip, eni.private_ip] as const, ...(eni.secondary ?? []).map((each) => [each.public_ip, each.private_ip] as const)];
    return all.flatMap(([address, inner]) => (address === null ? [] : [[address, inner] as const]));
  }

  private publicOf(eni: ResourceOf<"interfaces">, inner: string): string | undefined {
    return this.publics(eni).find(([, own]) => own === inner)?.[0];
  }

  private inSubnet(id: string, address: string): boolean {
    return holds(this.need("subnets", id).cidr, number(address));
  }

  private inBlocks(vpc: string, address: string): boolean {
    return this.need("vpcs", vpc).cidrs.some((cidr) => holds(cidr, number(address)));
  }

  private all<P extends PartName>(part: P): ResourceOf<P>[] {
    const found = this.estate.parts[part];
    return found.status === "known" ? ([...found.resources.values()] as ResourceOf<P>[]) : [];
  }

  private need<P extends PartName>(part: P, id: string): ResourceOf<P> {
    const found = this.all(part).find((each) => each.id === id);
    if (!found) throw new TypeError(`${part} ${id}`);
    return found;
  }
}

function number(text: string): number {
  return text.split(".").reduce((sum, each) => sum * 256 + Number(each), 0);
}

function lengthOf(cidr: string): number {
  return Number(cidr.split("/")[1] ?? 32);
}

function holds(cidr: string, address: number): boolean {
  const size = 2 ** (32 - lengthOf(cidr));
  return Math.floor(number(cidr.split("/")[0] ?? "") / size) === Math.floor(address / size);
}

function between(value: number, from: number | null, to: number | null): boolean {
  return value >= (from ?? 0) && value <= (to ?? 65_535);
}

function isPrivate(address: string): boolean {
  const blocks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"];
  return blocks.some((block) => holds(block, number(address)));
}
