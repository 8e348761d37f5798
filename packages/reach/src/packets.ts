import { intersectNumbers, NO_NUMBERS, type Numbers, subtractNumbers, uniteNumbers } from "./numbers.ts";
import { intersect, isEmpty, type Services } from "./services.ts";

/**
 * Packets of a question: client ports of TCP and UDP times what they are sent to. Every filter of AWS looks at the destination
 * port alone, so that on the way there it narrows `services`, on the way back `clients`, and the product stays exact.
 */
export interface Packets {
  readonly services: Services;
  readonly clients: { readonly tcp: Numbers; readonly udp: Numbers };
}

/** What a client picks from where nothing else is said (R28). */
export const CLIENT_PORTS: Numbers = [[1024, 65_535]];

export function packetsOf(services: Services, clients: Numbers): Packets {
  return normal(services, { tcp: clients, udp: clients });
}

export function noPackets(packets: Packets): boolean {
  return isEmpty(packets.services);
}

/** A port without a client is no packet, and the other way round. */
function normal(services: Services, clients: Packets["clients"]): Packets {
  const dead =
    (clients.tcp.length === 0 && services.tcp.length > 0) || (clients.udp.length === 0 && services.udp.length > 0);
  if (!dead) return { services, clients };
  return {
    services: {
      ...services,
      tcp: clients.tcp.length === 0 ? NO_NUMBERS : services.tcp,
      udp: clients.udp.length === 0 ? NO_NUMBERS : services.udp,
    },
    clients,
  };
}

export function admitForward(packets: Packets, filter: Services): Packets {
  const services = intersect(packets.services, filter);
  return services === packets.services ? packets : { services, clients: packets.clients };
}

/** The requests whose replies the filter lets pass: ports are swapped, an echo is answered by an echo reply. */
export function admitReply(packets: Packets, filter: Services): Packets {
  const { services, clients } = packets;
  return normal(
    {
      ...services,
      icmp: intersectNumbers(services.icmp, answered(filter.icmp, ICMP_ANSWERS)),
      icmp6: intersectNumbers(services.icmp6, answered(filter.icmp6, ICMP6_ANSWERS)),
      other: intersectNumbers(services.other, filter.other),
    },
    { tcp: intersectNumbers(clients.tcp, filter.tcp), udp: intersectNumbers(clients.udp, filter.udp) },
  );
}

/** The replies to these packets, as a filter sees them. */
export function repliesOf({ services, clients }: Packets): Services {
  return {
    tcp: services.tcp.length === 0 ? NO_NUMBERS : clients.tcp,
    udp: services.udp.length === 0 ? NO_NUMBERS : clients.udp,
    icmp: answered(services.icmp, ICMP_ANSWERS),
    icmp6: answered(services.icmp6, ICMP6_ANSWERS),
    other: services.other,
  };
}

/** Types that are a request and its reply. */
const ICMP_ANSWERS = [
  [8, 0],
  [13, 14],
  [15, 16],
  [17, 18],
] as const;
const ICMP6_ANSWERS = [[128, 129]] as const;

/** The set with requests and replies exchanged; its own inverse. */
function answered(set: Numbers, pairs: readonly (readonly [number, number])[]): Numbers {
  if (set.length === 0 || (set.length === 1 && set[0]?.[0] === 0 && set[0][1] === 65_535)) return set;
  const ofType = (type: number): Numbers => [[type * 256, type * 256 + 255]];
  let out = set;
  for (const [request, reply] of pairs) {
    const asked = moved(intersectNumbers(set, ofType(request)), (reply - request) * 256);
    const told = moved(intersectNumbers(set, ofType(reply)), (request - reply) * 256);
    out = subtractNumbers(subtractNumbers(out, ofType(request)), ofType(reply));
    out = uniteNumbers(uniteNumbers(out, asked), told);
  }
  return out;
}

function moved(set: Numbers, by: number): Numbers {
  return set.map(([low, high]) => [low + by, high + by]);
}

export function withClients({ services }: Packets, clients: Packets["clients"]): Packets {
  return normal(services, clients);
}

/** The packets with another destination port, as a load balancer sends them on. */
export function withPort({ services, clients }: Packets, to: number | null): Packets {
  if (to === null) return { services, clients };
  const port: Numbers = [[to, to]];
  return {
    services: {
      ...services,
      tcp: services.tcp.length === 0 ? NO_NUMBERS : port,
      udp: services.udp.length === 0 ? NO_NUMBERS : port,
    },
    clients,
  };
}
