import type { OneWay, Ways } from "./answer.ts";
import { coversNumbers } from "./numbers.ts";
import { noPackets, type Packets } from "./packets.ts";
import type { Side } from "./places.ts";
import { ALL_SERVICES, intersect, NO_SERVICES } from "./services.ts";
import type { Span } from "./spans.ts";
import type { View } from "./view.ts";
import { explore, leaves, type Outcome } from "./walk/choices.ts";
import type { Flight } from "./walk/flight.ts";
import { walk } from "./walk/walk.ts";

/** A question between two single pieces of address space. */
export interface Pair {
  readonly view: View;
  readonly from: Side;
  readonly to: Side;
  readonly source: Span;
  readonly target: Span;
  readonly packets: Packets;
  /** Whether a part of the client ports is enough. */
  readonly anyClient: boolean;
  /** Whether the way there is what is asked about. */
  readonly oneWay: boolean;
}

export interface RoundTrip extends Ways {
  readonly verdict: OneWay["verdict"];
}

const RANK: Readonly<Record<OneWay["verdict"], number>> = { blocked: 0, may: 1, delivered: 2 };

/** The better of two answers has the higher rank: by what is asked about first, then by the rest. */
export function rankOf({ verdict, forward }: RoundTrip, oneWay: boolean): number {
  const [both, there] = [RANK[verdict], RANK[forward.verdict]];
  return oneWay ? there * 3 + both : both * 3 + there;
}

/** There by every way that may be taken, and back by every way of the reply. Throws `Cut` where the pieces have no single answer. */
export function roundTrip(pair: Pair): { readonly trip: RoundTrip; readonly alternatives: readonly RoundTrip[] } {
  const { view, from: origin, to: goal, source, target } = pair;
  const start = ofFamily(pair.packets, source.family);
  const { outcome, cutShort } = explore((choose): RoundTrip => {
    const departure = { view, origin, goal, source, target, possible: start, certain: start, choose };
    const flight = walk({ ...departure, remembered: null }, null);
    const forward = flight.result();
    return forward.verdict === "blocked" ? undone(forward) : back(pair, start, flight, forward);
  });
  const all = leaves(outcome);
  const trip = combined(
    outcome,
    (each) => rankOf(each, pair.oneWay),
    ({ verdict, forward }) => (pair.oneWay ? forward.verdict : verdict),
    summed,
  );
  if (cutShort) return { trip: unsure(trip, "there are more ways than were followed"), alternatives: all };
  return { trip, alternatives: all };
}

/** ICMP is each family's own. */
function ofFamily({ services, clients }: Packets, family: 4 | 6): Packets {
  const other = family === 4 ? "icmp6" : "icmp";
  return { services: intersect(services, { ...ALL_SERVICES, [other]: NO_SERVICES[other] }), clients };
}

function undone(forward: OneWay): RoundTrip {
  return { verdict: "blocked", forward, return: { ...forward, hops: [], assumed: [] } };
}

function back(pair: Pair, start: Packets, flight: Flight, forward: OneWay): RoundTrip {
  const { end } = flight;
  if (end === null) {
    const way: OneWay = { verdict: "may", hops: [], assumed: ["the reply finds its way back"] };
    return { verdict: "may", forward, return: way };
  }
  const { outcome } = explore((choose): OneWay => {
    const reply = walk(
      {
        view: pair.view,
        origin: pair.to,
        goal: pair.from,
        source: flight.target,
        target: flight.source,
        possible: flight.possible,
        // What only may arrive is followed back all the same: the ways' verdicts are put together at the end.
        certain: noPackets(flight.certain) ? flight.possible : flight.certain,
        remembered: flight.sessions,
        choose,
      },
      end,
    );
    return judged(pair, start, flight, reply);
  });
  const way = combined(
    outcome,
    ({ verdict }) => RANK[verdict],
    ({ verdict }) => verdict,
    summedWays,
  );
  const verdict = RANK[way.verdict] < RANK[forward.verdict] ? way.verdict : forward.verdict;
  return { verdict, forward, return: way };
}

/** A reply has to come back to every client port, unless one is enough (R28); and through the same firewalls (R76). */
function judged(pair: Pair, start: Packets, flight: Flight, reply: Flight): OneWay {
  const way = reply.result();
  if (way.verdict === "blocked") return way;
  const missed = flight.inspected.find((id) => !reply.inspected.includes(id));
  const extra = reply.inspected.find((id) => !flight.inspected.includes(id));
  const uneven = missed ?? extra;
  if (uneven !== undefined && reply.end?.kind !== "asked" && !flight.sessions.some(({ kind }) => kind === "closed")) {
    const rule = "only one of the two ways leads through it";
    const hop = { at: "firewall", resource: uneven, rule, code: "FIREWALL_RULES_RESTRICTION" };
    return { ...way, verdict: "blocked", hops: [...way.hops, hop], blocked_by: hop };
  }
  if (way.verdict === "may" || pair.anyClient || covers(start, reply.certain)) return way;
  return { ...way, verdict: "may", assumed: [...way.assumed, "replies to a part of the client ports are stopped"] };
}

function covers(start: Packets, left: Packets): boolean {
  const { services, clients } = left;
  if (services.icmp.length + services.icmp6.length + services.other.length > 0) return true;
  return (["tcp", "udp"] as const).some(
    (name) => services[name].length > 0 && coversNumbers(clients[name], start.clients[name]),
  );
}

/** One of equal ways is taken, so that all have to agree; of a load balancer's targets one that answers is enough. */
function combined<T>(
  outcome: Outcome<T>,
  rank: (value: T) => number,
  verdict: (value: T) => OneWay["verdict"],
  differing: (all: readonly T[]) => T,
): T {
  if (outcome.kind === "one") return outcome.value;
  const all = outcome.outcomes.map((each) => combined(each, rank, verdict, differing));
  const verdicts = new Set(all.map(verdict));
  if (outcome.mode === "all" && verdicts.size > 1) return differing(all);
  return all.reduce((best, each) => (rank(each) > rank(best) ? each : best));
}

const DIFFERING = "several equal ways lead on, of which AWS takes any, and they do not agree";

function summed(all: readonly RoundTrip[]): RoundTrip {
  const best = all.reduce((a, b) => (RANK[b.verdict] > RANK[a.verdict] ? b : a));
  return unsure(best, DIFFERING);
}

function summedWays(all: readonly OneWay[]): OneWay {
  const best = all.reduce((a, b) => (RANK[b.verdict] > RANK[a.verdict] ? b : a));
  const { blocked_by: _, ...rest } = best;
  return { ...rest, verdict: "may", assumed: [...best.assumed, DIFFERING] };
}

function unsure(trip: RoundTrip, why: string): RoundTrip {
  const { blocked_by: _, ...forward } = trip.forward;
  const assumed = [...forward.assumed, why];
  return { ...trip, verdict: "may", forward: { ...forward, verdict: "may", assumed } };
}
