import type { Estate } from "@trias/estate";
import type { Answer, OneWay, Packet, Place, TraceAnswer, TraceEnd, TraceQuestion } from "./answer.ts";
import { aims, endsOf } from "./ends.ts";
import { ReachError } from "./errors.ts";
import type { Numbers } from "./numbers.ts";
import { CLIENT_PORTS, type Packets, packetsOf } from "./packets.ts";
import { overPieces } from "./pieces.ts";
import { exposedSides, INTERNET_SIDE, isSegment, PLACE_PARTS, type Side, subnetSides } from "./places.ts";
import { type RoundTrip, rankOf, roundTrip } from "./round-trip.ts";
import { askedServices, servicesOfPacket } from "./services.ts";
import { type View, viewOf } from "./view.ts";

const PROTOCOL = /^(?:any|tcp|udp|icmp|\d{1,3})$/;
/** Hops that only say where packets are. */
const PLACES = new Set(["interface", "subnet", "VPC", "load balancer", "database", "endpoint", "load balancer node"]);

/**
 * Whether packets from one place reach the other, and the replies come back. A place that stands for many addresses is
 * answered for any of them: `delivered` where one pair gets through, `blocked` where none does.
 */
export function reach(estate: Estate, from: Place, to: Place, { protocol, port }: Packet): Answer {
  if (!PROTOCOL.test(protocol) || (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535))) {
    throw malformed(`\`${protocol.slice(0, 20)}\` with port ${port} is no packet`);
  }
  const packets = packetsOf(servicesOfPacket(protocol, port), CLIENT_PORTS);
  const {
    forward: _,
    alternatives: __,
    ...answer
  } = answerTo(viewOf(estate), { from, to, packets, some: false, free: false, anyClient: false, oneWay: false });
  return { ...deciding(answer), return: deciding(answer.return) };
}

/** The same for exact packets, with every place on the way. */
export function trace(estate: Estate, question: TraceQuestion): TraceAnswer {
  const { from, to, protocol, ports, source_ports, icmp_type, icmp_code, family } = question;
  if (!PROTOCOL.test(protocol)) throw malformed(`\`${protocol.slice(0, 20)}\` is no protocol`);
  const some = question.quantifier === "some";
  const free = question.quantifier !== undefined;
  const services = askedServices(protocol, { ports, type: icmp_type, code: icmp_code });
  const clients: Numbers = source_ports ?? CLIENT_PORTS;
  const packets = packetsOf(services, clients);
  const oneWay = question.one_way === true;
  const anyClient = free || source_ports !== undefined;
  return answerTo(viewOf(estate), { from, to, packets, some, free, anyClient, oneWay, ...(family && { family }) });
}

function malformed(what: string): ReachError {
  return new ReachError("packet_malformed", what, {
    fix: "expected `any`, `tcp`, `udp`, `icmp` or a protocol number, and a port of 0 to 65535 or none",
  });
}

interface Asked {
  readonly from: Place | TraceEnd;
  readonly to: Place | TraceEnd;
  readonly packets: Packets;
  readonly some: boolean;
  /** Whether what is left open may be anything that fits. */
  readonly free: boolean;
  /** Whether replies to one client port are enough. */
  readonly anyClient: boolean;
  readonly oneWay: boolean;
  readonly family?: 4 | 6;
}

/** A name as DNS has it; no id has a dot. */
const DNS_NAME = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9-_]{0,62})\.)+[a-z][a-z0-9-]{1,62}\.?$/i;

function answerTo(view: View, asked: Asked): TraceAnswer {
  const name = [asked.from, asked.to].map(nameOf).find((each) => DNS_NAME.test(each));
  // Private hosted zones and resolver rules decide what a name stands for, and the estate has neither (R43).
  if (name !== undefined) return maybe(`DNS says which addresses \`${name}\` has: ask about one of them`);
  const sources = endsOf(view, asked.from, "from");
  const targets = endsOf(view, asked.to, "to");
  if (sources === null || targets === null) {
    const which = nameOf(sources === null ? asked.from : asked.to);
    return maybe(`\`${which}\` exists: the estate does not know the parts that would say`);
  }
  const [nearer, farther] = pairing(view, sources, targets);
  const answer = best(view, nearer, farther, asked) ?? nobody(view, asked, sources.length === 0);
  // A class of addresses was looked at by what is in it: unknown parts may hold one more.
  const classes = [...sources, ...targets].some(isClass) || nearer.length === 0 || farther.length === 0;
  const missing = PLACE_PARTS.filter((part) => view.unknown(part));
  if (answer.verdict !== "blocked" || !classes || missing.length === 0) return answer;
  return maybe(`${missing.join(", ")} are unknown, and what is in them may be reached`);
}

function nameOf(end: Place | TraceEnd): string {
  if (typeof end === "string") return end;
  return end.resource ?? end.address ?? "internet";
}

function isClass({ endpoint, internet, anyone, site }: Side): boolean {
  return endpoint === null && !internet && !anyone && site === null;
}

/** To and from the internet a class of addresses is what has a public address in it, and every subnet with its own way out. */
function pairing(view: View, sources: readonly Side[], targets: readonly Side[]): [readonly Side[], readonly Side[]] {
  if (sources.every(({ internet }) => internet) && targets.some(isClass)) return [sources, exposedSides(view, targets)];
  if (targets.every(({ internet }) => internet) && sources.some(isClass))
    return [[...sources, ...subnetSides(view, sources)], targets];
  return [sources, targets];
}

const RANK: Readonly<Record<OneWay["verdict"], number>> = { blocked: 0, may: 1, delivered: 2 };

function best(view: View, sources: readonly Side[], targets: readonly Side[], asked: Asked): TraceAnswer | null {
  const { packets, some, free, anyClient, oneWay, family } = asked;
  const budget = { left: 20_000 };
  let found: { trip: RoundTrip; alternatives: readonly RoundTrip[] } | null = null;
  const ofFamily = <T extends { family: 4 | 6 }>(spans: readonly T[]): readonly T[] =>
    family === undefined ? spans : spans.filter((span) => span.family === family);
  const perSource: OneWay["verdict"][] = [];
  for (const from of sources) {
    let own: OneWay["verdict"] | null = null;
    for (const to of targets) {
      const ask = (source: Side["spans"][number], target: Side["spans"][number]) =>
        roundTrip({ view, from, to, source, target, packets, anyClient, oneWay });
      const answers = overPieces(
        ofFamily(from.spans),
        ofFamily(aims(view, from, to, some)),
        ask,
        ({ trip }) => verdictOf(trip, oneWay) === "delivered",
        budget,
      );
      for (const each of answers) {
        if (!found || rankOf(each.trip, oneWay) > rankOf(found.trip, oneWay)) found = each;
        const verdict = verdictOf(each.trip, oneWay);
        if (own === null || RANK[verdict] > RANK[own]) own = verdict;
      }
      if (own === "delivered") break;
    }
    if (own !== null) perSource.push(own);
    if (found && verdictOf(found.trip, oneWay) === "delivered" && (free || !severalInterfaces(sources))) break;
  }
  if (!found) return null;
  const answer = answerOf(found.trip, found.alternatives);
  const differ = !free && severalInterfaces(sources) && new Set(perSource).size > 1;
  return differ ? picked(answer) : answer;
}

function verdictOf({ verdict, forward }: RoundTrip, oneWay: boolean): OneWay["verdict"] {
  return oneWay ? forward.verdict : verdict;
}

/** An instance with several interfaces: its system picks the one it sends by (R14). */
function severalInterfaces(sources: readonly Side[]): boolean {
  return sources.length > 1 && sources.every(({ endpoint }) => endpoint?.part === "interfaces");
}

function picked({ blocked_by: _, ...answer }: TraceAnswer): TraceAnswer {
  const why = "the instance sends by the interface from which this is the answer: from another it differs";
  return { ...answer, verdict: "may", assumed: [...answer.assumed, why] };
}

/** Delivered only where the reply comes back too. */
function answerOf({ verdict, forward, return: back }: RoundTrip, alternatives: readonly RoundTrip[]): TraceAnswer {
  const both = { forward, alternatives, return: back };
  if (forward.verdict === "blocked") return { ...forward, ...both };
  const assumed = [...new Set([...forward.assumed, ...back.assumed])];
  if (verdict === "blocked") {
    const by = back.blocked_by ?? { at: "return", resource: "" };
    return { ...forward, verdict, blocked_by: { ...by, at: `${by.at} (reply)` }, assumed, ...both };
  }
  return { ...forward, verdict, assumed, ...both };
}

/** A way with nothing but what decides. */
function deciding<W extends OneWay>(way: W): W {
  return {
    ...way,
    hops: way.hops.filter((hop) => !PLACES.has(hop.at) || hop === way.blocked_by || hop.rule !== undefined),
  };
}

function maybe(assumed: string): TraceAnswer {
  const way: OneWay = { verdict: "may", hops: [], assumed: [assumed] };
  return { ...way, forward: way, return: way, alternatives: [] };
}

function nobody(view: View, { from, to }: Asked, source: boolean): TraceAnswer {
  const place = nameOf(source ? from : to);
  const at = isSegment(view, place) ? "segment" : "place";
  const outside = nameOf(from) === INTERNET_SIDE.at || nameOf(to) === INTERNET_SIDE.at;
  const rule = outside && !source ? "nothing in it has a public address" : "there is nothing in it";
  const code = outside && !source ? { code: "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS" } : {};
  const way: OneWay = { verdict: "blocked", hops: [], blocked_by: { at, resource: place, rule, ...code }, assumed: [] };
  return { ...way, forward: way, return: way, alternatives: [] };
}
