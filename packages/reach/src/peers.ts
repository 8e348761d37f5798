import { type Core, coresOf, type Member } from "./core/core.ts";
import { type CoreHit, corePiecesIn } from "./core/pieces.ts";
import type { Local, Surroundings } from "./local.ts";
import { NO_SERVICES, type Services } from "./services.ts";
import type { Span } from "./spans.ts";
import type { View } from "./view.ts";

/** Who is at the other end of a piece of address space. */
export type Peer =
  | { readonly kind: "internet" }
  | { readonly kind: "vpc"; readonly id: string }
  | { readonly kind: "member"; readonly core: string; readonly member: Member }
  /** It can't be said who, or whether anybody. */
  | { readonly kind: "open" };

/** A piece of address space with whom it belongs to and what passes between it and the endpoint. */
export interface Piece {
  readonly span: Span;
  readonly peer: Peer;
  readonly certain: Services;
  readonly possible: Services;
}

/** Follows the way of a local answer to whoever is there; nobody there, no piece. */
export function piecesOf({ view, endpoint, direction }: Surroundings, local: Local, span: Span): Piece[] {
  const { via, certain, possible } = local;
  const whole = (peer: Peer): Piece[] => [{ span, peer, certain, possible }];
  switch (via.kind) {
    case "local":
      return whole({ kind: "vpc", id: endpoint.vpc });
    case "peering":
      return whole({ kind: "vpc", id: via.vpc });
    case "internet":
    case "nat":
      return whole({ kind: "internet" });
    case "open":
      return whole({ kind: "open" });
    case "none":
      return [];
    case "core":
      return attachedSegments(view, via.core, endpoint.vpc).flatMap(({ core, segment, region }) =>
        corePiecesIn(view, core, segment, region, span).flatMap((piece): Piece | [] => {
          const { hit } = piece;
          if (hit.kind === "internet" && direction === "ingress") return [];
          const sure = hit.certainty === "yes" ? certain : NO_SERVICES;
          return { span: piece, peer: peerOfHit(core, hit), certain: sure, possible };
        }),
      );
  }
}

const INTERNET_PEER: Peer = { kind: "internet" };
const OPEN_PEER: Peer = { kind: "open" };

/** Who is at the end of a way through a core network. */
export function peerOfHit(core: Core, hit: CoreHit): Peer {
  switch (hit.kind) {
    case "internet":
      return INTERNET_PEER;
    case "beyond":
      return OPEN_PEER;
    case "member":
      return peerOf(core, hit.member);
  }
}

const memberPeers = new WeakMap<Member, Peer>();

function peerOf(core: Core, member: Member): Peer {
  const known = memberPeers.get(member);
  if (known) return known;
  const made: Peer = { kind: "member", core: core.id, member };
  memberPeers.set(member, made);
  return made;
}

export interface AttachedSegment {
  readonly core: Core;
  readonly segment: string;
  readonly region: string;
}

const attached = new WeakMap<Core, ReadonlyMap<string, readonly AttachedSegment[]>>();

/** The segments that a VPC is attached to. */
export function attachedSegments(view: View, coreId: string, vpc: string): readonly AttachedSegment[] {
  const core = coresOf(view).get(coreId);
  if (!core) return [];
  let byPlace = attached.get(core);
  if (!byPlace) {
    byPlace = segmentsByPlace(core);
    attached.set(core, byPlace);
  }
  return byPlace.get(vpc) ?? [];
}

function segmentsByPlace(core: Core): ReadonlyMap<string, readonly AttachedSegment[]> {
  const byPlace = new Map<string, AttachedSegment[]>();
  for (const { place, segment, region } of [...core.members.values()].flat()) {
    const found = byPlace.get(place) ?? [];
    byPlace.set(place, found);
    found.push({ core, segment, region });
  }
  return byPlace;
}

const memberKeys = new WeakMap<Member, string>();

/** The same for peers that get the same label. */
export function peerKey(peer: Peer): string {
  if (peer.kind !== "member") return keyOf(peer);
  const known = memberKeys.get(peer.member);
  if (known !== undefined) return known;
  const made = keyOf(peer);
  memberKeys.set(peer.member, made);
  return made;
}

function keyOf(peer: Peer): string {
  switch (peer.kind) {
    case "internet":
    case "open":
      return peer.kind;
    case "vpc":
      return `vpc ${peer.id}`;
    case "member":
      return `segment ${peer.core} ${peer.member.segment}`;
  }
}

/** Whether the peer is there at all in an estate. */
export function peerExists(view: View, peer: Peer): boolean {
  switch (peer.kind) {
    case "internet":
    case "open":
      return true;
    case "vpc":
      return view.part("vpcs").has(peer.id);
    case "member":
      return view.part("attachments").has(peer.member.attachment);
  }
}
