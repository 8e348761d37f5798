import { coversNumbers, type Numbers } from "../numbers.ts";
import { CLIENT_PORTS, noPackets, packetsOf, withClients } from "../packets.ts";
import { ALL_SERVICES, NO_SERVICES } from "../services.ts";
import type { Flight } from "./flight.ts";
import { isInside, passList } from "./guard.ts";
import { route } from "./leave.ts";
import { privateAddress } from "./nat-address.ts";
import { sameSpan } from "./session.ts";
import type { Step } from "./step.ts";
import type { NatGateway, Subnet, Vpc } from "./words.ts";

const CARRIED = { ...ALL_SERVICES, icmp6: NO_SERVICES.icmp6, other: NO_SERVICES.other };

/** Out by a NAT gateway: its address becomes the source, then its own subnet's table and network ACL count (R35–R37). */
export function throughNat(flight: Flight, nat: NatGateway, vpc: Vpc, from: Subnet | null): Step | null {
  const hop = { at: "NAT gateway", resource: nat.id };
  const home = nat.regional ? null : (flight.view.part("subnets").get(nat.subnet) ?? null);
  if (home && from && home.id !== from.id) passList(flight, home, "ingress");
  if (flight.blocked) return null;
  flight.place(hop.at, nat.id);
  if (nat.state !== undefined && nat.state !== "available") {
    flight.block({ ...hop, rule: `it is ${nat.state}`, code: "BAD_STATE" });
    return null;
  }
  if (flight.reply) {
    flight.block({ ...hop, rule: "a reply can't leave by it: the request did not come by it" });
    return null;
  }
  if (home && from && home.id === from.id) {
    flight.block({ ...hop, rule: "it does not serve its own subnet", code: "NGW_REQUIRES_SOURCE_IN_VPC" });
    return null;
  }
  if (nat.regional && from && nat.regional.zones.length > 0 && !nat.regional.zones.includes(from.zone)) {
    flight.block({ ...hop, rule: `it does not cover ${from.zone}`, code: "REGIONAL_NGW_ROUTE_AZ_RESTRICTION" });
    return null;
  }
  if (flight.target.family === 6) {
    flight.lose(`\`${nat.id}\` translates IPv6 to IPv4`);
    return null;
  }
  flight.pass({ ...hop, rule: "it carries TCP, UDP and ICMP", code: "PROTOCOL_RESTRICTION" }, CARRIED);
  if (flight.blocked) return null;
  translate(flight, nat);
  if (home) return { kind: "leave", subnet: home, show: "outside" };
  if (nat.regional?.route_table) return route(flight, vpc, null, nat.regional.route_table);
  flight.lose(`the route table of \`${nat.id}\` leads it on: it is not in the estate`);
  return null;
}

function translate(flight: Flight, nat: NatGateway): void {
  const { source, target, possible, certain } = flight;
  const address = privateAddress(flight, nat);
  flight.sessions.push({
    kind: "nat",
    device: nat.id,
    was: { source, target, possible, certain },
    is: { source: address, target },
  });
  flight.source = address;
  flight.identityLost = `\`${nat.id}\` has put its own address for the sender's`;
  flight.possible = withClients(possible, { tcp: CLIENT_PORTS, udp: CLIENT_PORTS });
  flight.certain = noPackets(certain) ? certain : withClients(certain, { tcp: CLIENT_PORTS, udp: CLIENT_PORTS });
}

/** What comes to the address of a NAT gateway: a reply finds its client, nothing else gets in (R35). */
export function atNat(flight: Flight, nat: NatGateway, subnet: Subnet | null): Step | null {
  const hop = { at: "NAT gateway", resource: nat.id };
  flight.place(hop.at, nat.id);
  const at = flight.sessions.findLastIndex(({ kind, device, is }) => {
    return kind === "nat" && device === nat.id && sameSpan(is.source, flight.target);
  });
  const session = flight.sessions[at];
  if (!flight.reply || !session) {
    flight.block({ ...hop, rule: "it lets nothing begin from outside" });
    return null;
  }
  flight.sessions.splice(at);
  flight.target = session.was.source;
  const whole = (clients: Numbers): boolean => coversNumbers(clients, CLIENT_PORTS);
  const { certain, possible } = flight;
  flight.possible = withClients(possible, {
    tcp: possible.clients.tcp.length === 0 ? [] : session.was.possible.clients.tcp,
    udp: possible.clients.udp.length === 0 ? [] : session.was.possible.clients.udp,
  });
  flight.certain = noPackets(certain)
    ? packetsOf(NO_SERVICES, [])
    : withClients(certain, {
        tcp: whole(certain.clients.tcp) ? session.was.certain.clients.tcp : [],
        udp: whole(certain.clients.udp) ? session.was.certain.clients.udp : [],
      });
  flight.note({ ...hop, rule: "it remembers the client" });
  if (subnet) return { kind: "leave", subnet, show: "outside" };
  const vpc = nat.regional && flight.view.part("vpcs").get(nat.regional.vpc);
  if (vpc && nat.regional?.route_table) return route(flight, vpc, null, nat.regional.route_table);
  flight.lose(`\`${nat.id}\` sends it on to the client: its subnet is not in the estate`);
  return null;
}

/** Whether packets that come in for a NAT gateway's public address are for a subnet that the estate has. */
export function homeOf(flight: Flight, nat: NatGateway): Subnet | null {
  const home = nat.regional ? undefined : flight.view.part("subnets").get(nat.subnet);
  return home ?? null;
}

export function entersNatSubnet(flight: Flight, home: Subnet): void {
  flight.place("subnet", home.id);
  if (!isInside(flight, home, "source")) passList(flight, home, "ingress");
}
