import type { PartName } from "@trias/estate";
import type { Flow } from "@trias/protocol";
import { differingSpans } from "./differing-rules.ts";
import { type Endpoint, type EndpointRef, endpointOf } from "./endpoints.ts";
import { flowsBetween, labelsOf } from "./labels.ts";
import { type Direction, type Local, localCuts, localOf, NO_LOCAL, type Surroundings, surroundings } from "./local.ts";
import { type Peer, type Piece, peerExists, peerKey, piecesOf } from "./peers.ts";
import { ALL_SERVICES, coversServices, isEmpty, type Services, servicesKey, subtract, unite } from "./services.ts";
import { cut, meets, type Span, wholeFamily, within } from "./spans.ts";
import type { View } from "./view.ts";

/**
 * What `after` lets endpoints receive or send that `before` did not, as far as their own groups, list, table or addresses
 * make the difference. What a change of the core network makes possible is the segments' difference, not each endpoint's.
 * Endpoints with the same surroundings gain the same: one of them is looked at.
 */
export function endpointGains(before: View, after: View, refs: readonly EndpointRef[]): Flow[] {
  const classes = new Map<string, { then: Endpoint | undefined; now: Endpoint; ids: string[] }>();
  for (const { part, id } of refs) {
    const now = endpointOf(after, part, id);
    if (!now) continue;
    const then = endpointOf(before, part, id);
    const key = `${then ? classKey(then) : "-"} ${classKey(now)}`;
    const found = classes.get(key);
    if (found) found.ids.push(id);
    else classes.set(key, { then, now, ids: [id] });
  }
  return [...classes.values()].flatMap(({ then, now, ids }) => classGains(before, after, then, now, ids));
}

const classKeys = new WeakMap<Endpoint, string>();

/** All that `localOf` reads of an endpoint. */
function classKey(endpoint: Endpoint): string {
  const known = classKeys.get(endpoint);
  if (known !== undefined) return known;
  const { vpc, subnets, groups, publicIp, listens, initiates } = endpoint;
  const key = JSON.stringify([vpc, subnets, groups, publicIp, listens === ALL_SERVICES ? 0 : listens, initiates]);
  classKeys.set(endpoint, key);
  return key;
}

function classGains(
  before: View,
  after: View,
  then: Endpoint | undefined,
  now: Endpoint,
  ids: readonly string[],
): Flow[] {
  const flows: Flow[] = [];
  for (const direction of now.initiates ? (["ingress", "egress"] as const) : (["ingress"] as const)) {
    for (const subnet of now.subnets) {
      const gains = subnetGains(before, after, then, now, subnet, direction);
      if (gains) flows.push(...gains.flows(after, now.vpc, ids, direction));
    }
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
): Gains | null {
  const aroundNow = surroundings(after, now, subnet, direction);
  if (aroundNow.rules.length === 0) return null;
  const aroundThen = then?.subnets.includes(subnet) ? surroundings(before, then, subnet, direction) : null;
  const places = placesToLookAt(aroundThen, aroundNow);
  if (places.length === 0) return null;
  const near = (span: Span): boolean => places.some((place) => meets(place, span));
  const cuts = [...localCuts(aroundNow), ...(aroundThen ? localCuts(aroundThen) : [])].filter(near);
  const gains = new Gains(before, then !== undefined);
  for (const place of places) {
    const { family } = place;
    if (!aroundNow.families.includes(family)) continue;
    for (const span of cut(place, cuts)) {
      const localNow = localOf(aroundNow, span);
      if (isEmpty(localNow.possible)) continue;
      const localThen = aroundThen?.families.includes(family) ? localOf(aroundThen, span) : NO_LOCAL;
      if (sameLocal(localThen, localNow)) continue;
      gainsAt(gains, aroundThen, localThen, aroundNow, localNow, span);
    }
  }
  return gains;
}

/** Where the two can differ: all addresses, unless nothing but the groups' rules differs. */
function placesToLookAt(then: Surroundings | null, now: Surroundings): readonly Span[] {
  if (!then || !sameBut(then, now)) return now.families.map(wholeFamily);
  return differingSpans(then.rules, now.rules);
}

/** Whether two surroundings have everything but the rules of their groups in common. */
function sameBut(then: Surroundings, now: Surroundings): boolean {
  const { endpoint: a } = then;
  const { endpoint: b } = now;
  return (
    then.subnet === now.subnet &&
    then.acl === now.acl &&
    (a === b ||
      (a.publicIp === b.publicIp && coversServices(a.listens, b.listens) && coversServices(b.listens, a.listens))) &&
    ROUTING_PARTS.every(
      (part) => then.view.estate.parts[part] === now.view.estate.parts[part] || samePart(then, now, part),
    )
  );
}

function samePart(then: Surroundings, now: Surroundings, part: PartName): boolean {
  return !then.view.unknown(part) && !now.view.unknown(part) && then.view.part(part) === now.view.part(part);
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
    gains.addAll(pieces, gained);
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

/** What decides by which way packets go, besides the subnet itself. */
const ROUTING_PARTS: readonly PartName[] = [
  "vpcs",
  "subnets",
  "route_tables",
  "internet_gateways",
  "nat_gateways",
  "peerings",
  "prefix_lists",
];

interface Gain {
  readonly peer: Peer;
  readonly services: Services;
  readonly spans: Span[];
}

/** Gained pieces, joined by who the peer is and what is gained. */
class Gains {
  private readonly before: View;
  private readonly endpointExisted: boolean;
  /** By services, then by peer. */
  private readonly found = new Map<string, Map<string, Gain>>();

  constructor(before: View, endpointExisted: boolean) {
    this.before = before;
    this.endpointExisted = endpointExisted;
  }

  add(span: Span, peer: Peer, services: Services): void {
    this.addAll([{ span, peer }], services);
  }

  /** The same services for all of them. */
  addAll(pieces: readonly Pick<Piece, "span" | "peer">[], services: Services): void {
    if (isEmpty(services)) return;
    const what = servicesKey(services);
    const byPeer = this.found.get(what) ?? new Map<string, Gain>();
    this.found.set(what, byPeer);
    for (const { span, peer } of pieces) {
      // Between two things that are both new, nothing that exists is concerned.
      if (!this.endpointExisted && !peerExists(this.before, peer)) continue;
      const key = peerKey(peer);
      const gain = byPeer.get(key);
      if (gain) gain.spans.push(span);
      else byPeer.set(key, { peer, services, spans: [span] });
    }
  }

  flows(after: View, vpc: string, endpoints: readonly string[], direction: Direction): Flow[] {
    const gains = [...this.found.values()].flatMap((byPeer) => [...byPeer.values()]);
    return gains.flatMap(({ peer, services, spans }) => {
      const labels = labelsOf(after, peer, spans, vpc);
      return direction === "ingress"
        ? flowsBetween(labels, endpoints, services)
        : flowsBetween(endpoints, labels, services);
    });
  }
}
