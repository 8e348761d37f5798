import type { Flow } from "@trias/protocol";
import { type Endpoint, type EndpointRef, endpointOf } from "./endpoints.ts";
import { flowsBetween, labelsOf } from "./labels.ts";
import { type Direction, type Local, localCuts, localOf, NO_LOCAL, type Surroundings, surroundings } from "./local.ts";
import { type Peer, type Piece, peerExists, peerKey, piecesOf } from "./peers.ts";
import { coversServices, isEmpty, NO_SERVICES, type Services, servicesKey, subtract, unite } from "./services.ts";
import { atoms, cut, type Span, within } from "./spans.ts";
import type { View } from "./view.ts";

/**
 * What `after` lets an endpoint receive or send that `before` did not, as far as its own groups, list, table or addresses
 * make the difference. What a change of the core network makes possible is the segments' difference, not each endpoint's.
 */
export function endpointGains(before: View, after: View, { part, id }: EndpointRef): Flow[] {
  const now = endpointOf(after, part, id);
  if (!now) return [];
  const then = endpointOf(before, part, id);
  const flows: Flow[] = [];
  for (const direction of now.initiates ? (["ingress", "egress"] as const) : (["ingress"] as const)) {
    for (const subnet of now.subnets) flows.push(...subnetGains(before, after, then, now, subnet, direction));
  }
  return flows;
}

function subnetGains(
  before: View,
  after: View,
  then: Endpoint | undefined,
  now: Endpoint,
  subnet: string,
  direction: Direction,
): Flow[] {
  const aroundNow = surroundings(after, now, subnet, direction);
  if (aroundNow.rules.length === 0) return [];
  const aroundThen = then?.subnets.includes(subnet) ? surroundings(before, then, subnet, direction) : null;
  const cuts = [...localCuts(aroundNow), ...(aroundThen ? localCuts(aroundThen) : [])];
  const gains = new Gains(before, then !== undefined);
  for (const family of aroundNow.families) {
    for (const span of atoms(family, cuts)) {
      const localNow = localOf(aroundNow, span);
      if (isEmpty(localNow.possible)) continue;
      const localThen = aroundThen?.families.includes(family) ? localOf(aroundThen, span) : NO_LOCAL;
      if (sameLocal(localThen, localNow)) continue;
      gainsAt(gains, aroundThen, localThen, aroundNow, localNow, span);
    }
  }
  return gains.flows(after, now, direction);
}

function sameLocal(a: Local, b: Local): boolean {
  return a.viaKey === b.viaKey && coversServices(a.possible, b.possible) && coversServices(a.certain, b.certain);
}

function gainsAt(
  gains: Gains,
  aroundThen: Surroundings | null,
  then: Local,
  aroundNow: Surroundings,
  now: Local,
  span: Span,
): void {
  const pieces = piecesOf(aroundNow, now, span);
  if (then.viaKey === now.viaKey) {
    const gained = unite(subtract(now.possible, then.possible), subtract(now.certain, then.certain));
    for (const { span: at, peer } of pieces) gains.add(at, peer, gained);
    return;
  }
  // By another way: what counts is who is reached, whichever way.
  const old = aroundThen ? piecesOf(aroundThen, then, span) : [];
  for (const piece of pieces) {
    for (const at of cut(
      piece.span,
      old.map((each) => each.span),
    )) {
      const had = old.find((each) => within(at, each.span) && peerKey(each.peer) === peerKey(piece.peer));
      gains.add(at, piece.peer, more(had, piece));
    }
  }
}

function more(had: Piece | undefined, has: Piece): Services {
  if (!had) return has.possible;
  return unite(subtract(has.possible, had.possible), subtract(has.certain, had.certain));
}

interface Gain {
  readonly peer: Peer;
  readonly services: Services;
  readonly spans: Span[];
}

/** Gained pieces, joined by who the peer is and what is gained. */
class Gains {
  private readonly before: View;
  private readonly endpointExisted: boolean;
  private readonly found = new Map<string, Gain>();

  constructor(before: View, endpointExisted: boolean) {
    this.before = before;
    this.endpointExisted = endpointExisted;
  }

  add(span: Span, peer: Peer, services: Services): void {
    if (services === NO_SERVICES || isEmpty(services)) return;
    // Between two things that are both new, nothing that exists is concerned.
    if (!this.endpointExisted && !peerExists(this.before, peer)) return;
    const key = `${peerKey(peer)} ${servicesKey(services)}`;
    const gain = this.found.get(key);
    if (gain) gain.spans.push(span);
    else this.found.set(key, { peer, services, spans: [span] });
  }

  flows(after: View, { id: endpoint, vpc }: Endpoint, direction: Direction): Flow[] {
    return [...this.found.values()].flatMap(({ peer, services, spans }) => {
      const labels = labelsOf(after, peer, spans, vpc);
      return direction === "ingress"
        ? flowsBetween(labels, [endpoint], services)
        : flowsBetween([endpoint], labels, services);
    });
  }
}
