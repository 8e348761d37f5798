import type { Estate } from "@trias/estate";
import type { Flow } from "@trias/protocol";
import type { OneWay, Packet, Place } from "../answer.ts";
import { ReachError } from "../errors.ts";
import { reach } from "../trace.ts";
import { viewOf } from "../view.ts";
import { classesOf, outsideOf } from "./classes.ts";
import { packetsBetween } from "./packets.ts";

export interface ReachComparison {
  /** Possible now, or for certain now, and not before. */
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
  /** Pairs of classes that were asked about, on both sides. */
  readonly pairs: number;
}

export interface CompareOptions {
  /** Told now and then how far it is, from 0 to 1. */
  readonly progress?: (share: number) => void;
}

const MOST_PAIRS = 4_000_000;
const RANK: Readonly<Record<OneWay["verdict"], number>> = { blocked: 0, may: 1, delivered: 2 };

/**
 * Asks everything of two estates and compares the answers: every class of endpoints to every other, to and from the internet and the sites,
 * for every kind of packet that a rule tells apart. Slower than a difference, and right whatever has changed between the two: for
 * moving a network from one kind of connection to another.
 */
export function compareReach(before: Estate, after: Estate, { progress }: CompareOptions = {}): ReachComparison {
  const views = [viewOf(before), viewOf(after)] as const;
  const ends: Place[] = [...classesOf(views).map(({ id }) => id), ...outsideOf(views)];
  const pairs = ends.length * ends.length;
  if (pairs > MOST_PAIRS) {
    throw new ReachError("too_many_pairs", `${ends.length} classes of endpoints are too many to ask about one by one`, {
      fix: "compare a part of the network, such as the VPCs of two segments",
    });
  }
  const opened: Flow[] = [];
  const closed: Flow[] = [];
  ends.forEach((from, i) => {
    for (const to of ends) {
      if (from === to) continue;
      for (const packet of differing(before, after, from, to, views)) {
        const [was, is] = [verdict(before, from, to, packet), verdict(after, from, to, packet)];
        if (is === was) continue;
        (is > was ? opened : closed).push(flowOf(from, to, packet));
      }
    }
    progress?.((i + 1) / ends.length);
  });
  return { opened, closed, pairs };
}

const ANYTHING: Packet = { protocol: "any", port: null };

/** Where nothing passes on either side, no packet has to be looked at by itself. */
function differing(
  before: Estate,
  after: Estate,
  from: Place,
  to: Place,
  views: Parameters<typeof packetsBetween>[0],
): readonly Packet[] {
  const passes = verdict(before, from, to, ANYTHING) > 0 || verdict(after, from, to, ANYTHING) > 0;
  return passes ? packetsBetween(views, from, to) : [];
}

/** A place that one of the two does not have is reached by nobody there. */
function verdict(estate: Estate, from: Place, to: Place, packet: Packet): number {
  try {
    return RANK[reach(estate, from, to, packet).verdict];
  } catch (error) {
    if (error instanceof ReachError && error.code === "place_unknown") return 0;
    throw error;
  }
}

function flowOf(from: Place, to: Place, { protocol, port }: Packet): Flow {
  return { from, to, protocol, ports: port === null ? "any" : String(port) };
}
