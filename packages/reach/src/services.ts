/** Inclusive ranges of numbers, sorted, disjoint, not touching. */
type Numbers = readonly (readonly [number, number])[];

/**
 * A set of packet classes: destination ports of TCP and UDP, ICMP as type × 256 + code, and the numbers of all other protocols.
 */
export interface Services {
  readonly tcp: Numbers;
  readonly udp: Numbers;
  readonly icmp: Numbers;
  readonly other: Numbers;
}

const FULL: Numbers = [[0, 65_535]];
/** Every protocol number but TCP, UDP and the two ICMPs. */
const OTHERS: Numbers = [
  [0, 0],
  [2, 5],
  [7, 16],
  [18, 57],
  [59, 255],
];
const EMPTY: Numbers = [];
export const NO_SERVICES: Services = { tcp: EMPTY, udp: EMPTY, icmp: EMPTY, other: EMPTY };
export const ALL_SERVICES: Services = { tcp: FULL, udp: FULL, icmp: FULL, other: OTHERS };

const NAMES = ["tcp", "udp", "icmp", "other"] as const;
type Name = (typeof NAMES)[number];
const BY_NUMBER: Readonly<Record<string, Name>> = {
  "6": "tcp",
  "17": "udp",
  "1": "icmp",
  "58": "icmp",
  icmpv6: "icmp",
};

/** What a rule of a group or list says, in AWS's terms: `-1` for all, a name or a number; for ICMP the ports are type and code. */
export function servicesOf(protocol: string, from: number | null, to: number | null): Services {
  if (protocol === "-1") return ALL_SERVICES;
  const name =
    BY_NUMBER[protocol] ?? (protocol === "tcp" || protocol === "udp" || protocol === "icmp" ? protocol : null);
  switch (name) {
    case "tcp":
    case "udp":
      return { ...NO_SERVICES, [name]: [[from ?? 0, to ?? 65_535]] };
    case "icmp":
      if (from === null) return { ...NO_SERVICES, icmp: FULL };
      return {
        ...NO_SERVICES,
        icmp: [to === null ? [from * 256, from * 256 + 255] : [from * 256 + to, from * 256 + to]],
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
  return protocol === "any" ? ALL_SERVICES : servicesOf(protocol, port, port);
}

export function isEmpty(set: Services): boolean {
  return NAMES.every((name) => set[name].length === 0);
}

export function unite(a: Services, b: Services): Services {
  if (a === b || isEmpty(b) || a === ALL_SERVICES) return a;
  if (isEmpty(a) || b === ALL_SERVICES) return b;
  return combine(a, b, uniteNumbers);
}

export function intersect(a: Services, b: Services): Services {
  if (a === ALL_SERVICES) return b;
  if (b === ALL_SERVICES || a === b) return a;
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
  return { tcp: by(a.tcp, b.tcp), udp: by(a.udp, b.udp), icmp: by(a.icmp, b.icmp), other: by(a.other, b.other) };
}

function uniteNumbers(a: Numbers, b: Numbers): Numbers {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const out: [number, number][] = [];
  for (const [low, high] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = out.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else out.push([low, high]);
  }
  return out;
}

function intersectNumbers(a: Numbers, b: Numbers): Numbers {
  const out: [number, number][] = [];
  for (const [low, high] of a) {
    for (const [from, to] of b) {
      if (low <= to && from <= high) out.push([Math.max(low, from), Math.min(high, to)]);
    }
  }
  return out;
}

function subtractNumbers(a: Numbers, b: Numbers): Numbers {
  let rest = a.map(([low, high]): [number, number] => [low, high]);
  for (const [from, to] of b) {
    rest = rest.flatMap(([low, high]): [number, number][] => {
      if (to < low || high < from) return [[low, high]];
      const parts: [number, number][] = [];
      if (low < from) parts.push([low, from - 1]);
      if (to < high) parts.push([to + 1, high]);
      return parts;
    });
  }
  return rest;
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
  for (const [low, high] of set.icmp) {
    const whole = low === 0 && high === 65_535;
    texts.push({
      protocol: "icmp",
      ports: whole ? "any" : `${icmpText(low)}${high > low ? `-${icmpText(high)}` : ""}`,
    });
  }
  if (coversServices({ ...NO_SERVICES, other: set.other }, { ...NO_SERVICES, other: OTHERS })) {
    texts.push({ protocol: "other", ports: "any" });
  } else {
    for (const [low, high] of set.other)
      texts.push({ protocol: low === high ? String(low) : `${low}-${high}`, ports: "any" });
  }
  return texts;
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
  if (reply.icmp.length > 0) possible.icmp = forward.icmp;
  if (subtractNumbers(FULL, reply.icmp).length === 0) certain.icmp = forward.icmp;
  possible.other = intersectNumbers(forward.other, reply.other);
  certain.other = possible.other;
  return { certain, possible };
}
