import {
  ALL_PORTS,
  intersectNumbers,
  NO_NUMBERS,
  type Numbers,
  numbersOf,
  subtractNumbers,
  uniteNumbers,
} from "./numbers.ts";

/**
 * A set of packet classes: destination ports of TCP and UDP, ICMP and ICMPv6 as type × 256 + code, and the numbers of all other
 * protocols.
 */
export interface Services {
  readonly tcp: Numbers;
  readonly udp: Numbers;
  readonly icmp: Numbers;
  readonly icmp6: Numbers;
  readonly other: Numbers;
}

const FULL = ALL_PORTS;
const EMPTY = NO_NUMBERS;
/** Every protocol number but TCP, UDP and the two ICMPs. */
const OTHERS: Numbers = [
  [0, 0],
  [2, 5],
  [7, 16],
  [18, 57],
  [59, 255],
];
export const NO_SERVICES: Services = { tcp: EMPTY, udp: EMPTY, icmp: EMPTY, icmp6: EMPTY, other: EMPTY };
export const ALL_SERVICES: Services = { tcp: FULL, udp: FULL, icmp: FULL, icmp6: FULL, other: OTHERS };

const NAMES = ["tcp", "udp", "icmp", "icmp6", "other"] as const;
type Name = (typeof NAMES)[number];
const BY_NUMBER: Readonly<Record<string, Name>> = {
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmp6",
  icmpv6: "icmp6",
};

/** What a rule of a group or list says, in AWS's terms: `-1` for all, a name or a number; for ICMP the ports are type and code. */
export function servicesOf(protocol: string, from: number | null, to: number | null): Services {
  if (protocol === "-1") return ALL_SERVICES;
  const key = `${protocol} ${from} ${to}`;
  const known = shared.get(key);
  if (known) return known;
  const made = readServices(protocol, from, to);
  if (shared.size < MOST_SHARED) shared.set(key, made);
  return made;
}

/** Rules of a whole estate name few different sets: each is there once. */
const shared = new Map<string, Services>();
const MOST_SHARED = 20_000;

function readServices(protocol: string, from: number | null, to: number | null): Services {
  const name =
    BY_NUMBER[protocol] ?? (protocol === "tcp" || protocol === "udp" || protocol === "icmp" ? protocol : null);
  switch (name) {
    case "tcp":
    case "udp":
      return { ...NO_SERVICES, [name]: [[from ?? 0, to ?? 65_535]] };
    case "icmp":
    case "icmp6":
      // A code without a type is invalid and matches nothing (R17).
      if (from === null) return to === null ? { ...NO_SERVICES, [name]: FULL } : NO_SERVICES;
      return {
        ...NO_SERVICES,
        [name]: [to === null ? [from * 256, from * 256 + 255] : [from * 256 + to, from * 256 + to]],
      };
    default: {
      const number = /^\d{1,3}$/.test(protocol) ? Number(protocol) : -1;
      return number < 0 || number > 255
        ? NO_SERVICES
        : { ...NO_SERVICES, other: intersectNumbers([[number, number]], OTHERS) };
    }
  }
}

/** The packets that a question is about. */
export function servicesOfPacket(protocol: string, port: number | null): Services {
  if (protocol === "any") return ALL_SERVICES;
  const asked = servicesOf(protocol, port, port);
  // Asked by name it stands for both families' own.
  return protocol === "icmp" ? { ...asked, icmp6: asked.icmp } : asked;
}

/** The packets of an exact question: ranges of ports, type and code. */
export function askedServices(
  protocol: string,
  { ports, type, code }: { ports?: Numbers | undefined; type?: number | undefined; code?: number | undefined },
): Services {
  const base = type === undefined ? servicesOfPacket(protocol, null) : servicesOf(protocol, type, code ?? null);
  const typed = type !== undefined && protocol === "icmp" ? { ...base, icmp6: base.icmp } : base;
  if (!ports) return typed;
  const wanted = numbersOf(ports);
  return { ...typed, tcp: intersectNumbers(typed.tcp, wanted), udp: intersectNumbers(typed.udp, wanted) };
}

export function isEmpty(set: Services): boolean {
  return set.tcp.length + set.udp.length === 0 && set.icmp.length + set.icmp6.length === 0 && set.other.length === 0;
}

export function unite(a: Services, b: Services): Services {
  if (a === b || isEmpty(b) || a === ALL_SERVICES) return a;
  if (isEmpty(a) || b === ALL_SERVICES) return b;
  return combine(a, b, uniteNumbers);
}

export function intersect(a: Services, b: Services): Services {
  if (a === ALL_SERVICES) return b;
  if (b === ALL_SERVICES || a === b) return a;
  if (a === NO_SERVICES || b === NO_SERVICES) return NO_SERVICES;
  return combine(a, b, intersectNumbers);
}

export function subtract(a: Services, b: Services): Services {
  if (a === b || isEmpty(a)) return NO_SERVICES;
  return isEmpty(b) ? a : combine(a, b, subtractNumbers);
}

export function coversServices(outer: Services, inner: Services): boolean {
  return isEmpty(subtract(inner, outer));
}

function combine(a: Services, b: Services, by: (x: Numbers, y: Numbers) => Numbers): Services {
  return {
    tcp: by(a.tcp, b.tcp),
    udp: by(a.udp, b.udp),
    icmp: by(a.icmp, b.icmp),
    icmp6: by(a.icmp6, b.icmp6),
    other: by(a.other, b.other),
  };
}

export interface ServiceText {
  readonly protocol: string;
  readonly ports: string;
}

/** The set as protocols and ports of a flow, one line a range. */
export function serviceTexts(set: Services): readonly ServiceText[] {
  if (coversServices(set, ALL_SERVICES)) return [{ protocol: "any", ports: "any" }];
  const texts: ServiceText[] = [];
  for (const name of ["tcp", "udp"] as const) {
    for (const [low, high] of set[name]) texts.push({ protocol: name, ports: rangeText(low, high) });
  }
  texts.push(...icmpTexts("icmp", set.icmp));
  // All of both is told once.
  if (!(whole(set.icmp) && whole(set.icmp6))) texts.push(...icmpTexts("icmpv6", set.icmp6));
  if (coversServices({ ...NO_SERVICES, other: set.other }, { ...NO_SERVICES, other: OTHERS })) {
    texts.push({ protocol: "other", ports: "any" });
  } else {
    for (const [low, high] of set.other)
      texts.push({ protocol: low === high ? String(low) : `${low}-${high}`, ports: "any" });
  }
  return texts;
}

function whole(numbers: Numbers): boolean {
  return subtractNumbers(FULL, numbers).length === 0;
}

function icmpTexts(protocol: string, numbers: Numbers): ServiceText[] {
  if (whole(numbers)) return [{ protocol, ports: "any" }];
  return numbers.map(([low, high]) => ({
    protocol,
    ports: `${icmpText(low)}${high > low ? `-${icmpText(high)}` : ""}`,
  }));
}

function rangeText(low: number, high: number): string {
  if (low === 0 && high === 65_535) return "any";
  return low === high ? String(low) : `${low}-${high}`;
}

function icmpText(value: number): string {
  return `${Math.floor(value / 256)}/${value % 256}`;
}

/** One text for equal sets. */
export function servicesKey(set: Services): string {
  return NAMES.map((name) => set[name].map(([low, high]) => `${low}-${high}`).join(",")).join(";");
}

const CLIENT_PORTS: Numbers = [[1024, 65_535]];

/**
 * Whether replies to these packets pass a stateless list which admits `reply`: for TCP and UDP the client's port is unknown, so
 * that all of 1024–65535 has to be open; where only a part is, it may.
 */
export function withReply(forward: Services, reply: Services): { certain: Services; possible: Services } {
  if (reply === ALL_SERVICES) return { certain: forward, possible: forward };
  const certain: Record<Name, Numbers> = { ...NO_SERVICES };
  const possible: Record<Name, Numbers> = { ...NO_SERVICES };
  for (const name of ["tcp", "udp"] as const) {
    if (intersectNumbers(reply[name], CLIENT_PORTS).length > 0) possible[name] = forward[name];
    if (subtractNumbers(CLIENT_PORTS, reply[name]).length === 0) certain[name] = forward[name];
  }
  for (const name of ["icmp", "icmp6"] as const) {
    if (reply[name].length > 0) possible[name] = forward[name];
    if (whole(reply[name])) certain[name] = forward[name];
  }
  possible.other = intersectNumbers(forward.other, reply.other);
  certain.other = possible.other;
  return { certain, possible };
}
