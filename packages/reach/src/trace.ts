import type { Estate } from "@trias/estate";
import type { Answer, OneWay, Packet, Place } from "./answer.ts";
import { ReachError } from "./errors.ts";
import { journeyCuts, travel } from "./journey.ts";
import { localCuts, surroundings } from "./local.ts";
import { Path } from "./path.ts";
import { exposedSides, INTERNET_SIDE, isSegment, PLACE_PARTS, type Side, sidesOf, subnetSides } from "./places.ts";
import { routeCuts } from "./routes.ts";
import { type Services, servicesOfPacket } from "./services.ts";
import { cut, PRIVATE_SPANS, type Span } from "./spans.ts";
import { type View, viewOf } from "./view.ts";

const MAX_JOURNEYS = 20_000;
const PROTOCOL = /^(?:any|tcp|udp|icmp|\d{1,3})$/;

/**
 * Whether packets from one place reach the other, and the replies come back. A place that stands for many addresses is
 * answered for any of them: `delivered` where one pair gets through, `blocked` where none does.
 */
export function trace(estate: Estate, from: Place, to: Place, packet: Packet): Answer {
  const { protocol, port } = packet;
  if (!PROTOCOL.test(protocol) || (port !== null && (!Number.isInteger(port) || port < 0 || port > 65_535))) {
    throw new ReachError("packet_malformed", `\`${protocol.slice(0, 20)}\` with port ${port} is no packet`, {
      fix: "expected `any`, `tcp`, `udp`, `icmp` or a protocol number, and a port of 0 to 65535 or none",
    });
  }
  const view = viewOf(estate);
  const sources = sidesOf(view, from);
  const targets = sidesOf(view, to);
  if (sources === null || targets === null) {
    return maybe(`\`${sources === null ? from : to}\` exists: the estate does not know the parts that would say`);
  }
  const packets = servicesOfPacket(protocol, port);
  const [nearer, farther] = pairing(view, sources, targets);
  const answer = best(view, nearer, farther, packets) ?? nobody(view, from, to, sources.length === 0);
  // A class of addresses was looked at by what is in it: unknown parts may hold one more.
  const classes = [...sources, ...targets].some(isClass) || nearer.length === 0 || farther.length === 0;
  const missing = PLACE_PARTS.filter((part) => view.unknown(part));
  if (answer.verdict !== "blocked" || !classes || missing.length === 0) return answer;
  return maybe(`${missing.join(", ")} are unknown, and what is in them may be reached`);
}

function isClass({ endpoint, internet }: Side): boolean {
  return endpoint === null && !internet;
}

/** To and from the internet a class of addresses is what has a public address in it, and every subnet with its own way out. */
function pairing(view: View, sources: readonly Side[], targets: readonly Side[]): [readonly Side[], readonly Side[]] {
  if (sources.every(({ internet }) => internet) && targets.some(isClass)) return [sources, exposedSides(view, targets)];
  if (targets.every(({ internet }) => internet) && sources.some(isClass))
    return [[...sources, ...subnetSides(view, sources)], targets];
  return [sources, targets];
}

const RANK: Readonly<Record<OneWay["verdict"], number>> = { blocked: 0, may: 1, delivered: 2 };

function best(view: View, sources: readonly Side[], targets: readonly Side[], packets: Services): Answer | null {
  let found: Answer | null = null;
  let journeys = 0;
  for (const from of sources) {
    for (const to of targets) {
      for (const [source, target] of pieces(view, from, to)) {
        journeys += 1;
        if (journeys > MAX_JOURNEYS) {
          throw new ReachError("too_many_pairs", "the two places have too many pairs of addresses to try", {
            fix: "name a smaller place, such as a subnet or an interface",
          });
        }
        const answer = roundTrip(view, from, to, source, target, packets);
        if (!found || RANK[answer.verdict] > RANK[found.verdict]) found = answer;
        if (found.verdict === "delivered") return found;
      }
    }
  }
  return found;
}

/** Pairs of address pieces that each have one answer. */
function* pieces(view: View, from: Side, to: Side): Generator<[Span, Span]> {
  const targets = to.spans.flatMap((span) => cut(span, cutsOf(view, from, to, "egress")));
  const sources = from.spans.flatMap((span) => cut(span, cutsOf(view, to, from, "ingress")));
  for (const source of sources)
    for (const target of targets) if (source.family === target.family) yield [source, target];
}

/** Where the answer of `side` about addresses of `other` can change; none where these are a single address. */
function cutsOf(view: View, side: Side, other: Side, direction: "egress" | "ingress"): readonly Span[] {
  if (other.spans.every(({ first, last }) => first === last)) return [];
  const own =
    side.endpoint && side.subnet ? localCuts(surroundings(view, side.endpoint, side.subnet.id, direction)) : [];
  const route = side.subnet ? routeCuts(view, side.subnet) : [];
  return [...own, ...route, ...journeyCuts(view, side), ...(other.internet ? PRIVATE_SPANS : [])];
}

function roundTrip(view: View, from: Side, to: Side, source: Span, target: Span, packets: Services): Answer {
  const forward = new Path(packets);
  travel({ view, path: forward, from, to, source, target, reply: false });
  const back = new Path(forward.blocked ? packets : forward.possible);
  travel({ view, path: back, from: to, to: from, source: target, target: source, reply: true });
  return combine(forward.result(), back.result());
}

/** Delivered only where the reply comes back too. */
function combine(forward: OneWay, back: OneWay): Answer {
  if (forward.verdict === "blocked") return { ...forward, return: back };
  const assumed = [...new Set([...forward.assumed, ...back.assumed])];
  if (back.verdict === "blocked") {
    const by = back.blocked_by ?? { at: "return", resource: "" };
    return { ...forward, verdict: "blocked", blocked_by: { ...by, at: `${by.at} (reply)` }, assumed, return: back };
  }
  const verdict = forward.verdict === "may" || back.verdict === "may" ? "may" : "delivered";
  return { ...forward, verdict, assumed, return: back };
}

function maybe(assumed: string): Answer {
  const way: OneWay = { verdict: "may", hops: [], assumed: [assumed] };
  return { ...way, return: way };
}

function nobody(view: View, from: Place, to: Place, source: boolean): Answer {
  const place = source ? from : to;
  const at = isSegment(view, place) ? "segment" : "place";
  const public_ = from === INTERNET_SIDE.at || to === INTERNET_SIDE.at;
  const rule = public_ && !source ? "nothing in it has a public address" : "there is nothing in it";
  const way: OneWay = { verdict: "blocked", hops: [], blocked_by: { at, resource: place, rule }, assumed: [] };
  return { ...way, return: way };
}
