import type { Hop, OneWay } from "../answer.ts";
import { admitForward, admitReply, noPackets, type Packets, packetsOf, repliesOf } from "../packets.ts";
import type { Side } from "../places.ts";
import { NO_SERVICES, type Services } from "../services.ts";
import { meets, type Span, within } from "../spans.ts";
import type { View } from "../view.ts";
import type { Choose } from "./choices.ts";
import type { Session } from "./session.ts";
import type { Subnet } from "./words.ts";

/** Says that a piece of address space has no single answer, and where to cut it. */
export class Cut extends Error {
  override readonly name = "Cut";
  readonly end: "source" | "target";
  readonly spans: readonly Span[];

  constructor(end: "source" | "target", spans: readonly Span[]) {
    super("a piece of address space has to be cut");
    this.end = end;
    this.spans = spans;
  }
}

/** Where a request ends and its reply begins. */
export type End =
  | { readonly kind: "subnet"; readonly subnet: Subnet; readonly inside: string }
  | { readonly kind: "internet" }
  | { readonly kind: "site"; readonly by: string }
  /** A service of the host itself: its answers are there at once. */
  | { readonly kind: "host" }
  /** Of a class of addresses without a subnet of its own: as the question has it. */
  | { readonly kind: "asked" };

export interface Departure {
  readonly view: View;
  readonly origin: Side;
  readonly goal: Side;
  readonly source: Span;
  readonly target: Span;
  readonly possible: Packets;
  readonly certain: Packets;
  /** Null for a request; for a reply, what the devices on the way there remember. */
  readonly remembered: readonly Session[] | null;
  readonly choose: Choose;
}

const NO_PACKETS = packetsOf(NO_SERVICES, []);

/** Packets on their way: where from and to as they are written now, what of them is left, and what they met. */
export class Flight {
  readonly view: View;
  readonly origin: Side;
  readonly goal: Side;
  readonly reply: boolean;
  readonly choose: Choose;
  source: Span;
  target: Span;
  possible: Packets;
  certain: Packets;
  readonly sessions: Session[];
  /** Why references to groups no longer match: who sent it can't be told any more (R22). */
  identityLost: string | null = null;
  /** Groups that a target sees besides, as those of the load balancer that it came by (R47). */
  viaGroups: readonly string[] = [];
  /** Zone in which it is carried on, by a Transit Gateway (R58). */
  zone: string | null = null;
  /** Endpoints of firewalls and appliances that have seen it. */
  readonly inspected: string[] = [];
  /** Reached on the way, by id. */
  readonly seen = new Set<string>();
  lastPlace = "";
  /** A load balancer that was asked for has taken it: whoever gets it then is right. */
  delegated = false;
  arrived = false;
  /** Where it has arrived, for the reply to begin there; null where that is not followed. */
  end: End | null = null;
  private readonly hops: Hop[] = [];
  private readonly assumed: string[] = [];
  private blockedBy: Hop | null = null;

  constructor(departure: Departure) {
    this.view = departure.view;
    this.origin = departure.origin;
    this.goal = departure.goal;
    this.reply = departure.remembered !== null;
    this.choose = departure.choose;
    this.source = departure.source;
    this.target = departure.target;
    this.possible = departure.possible;
    this.certain = departure.certain;
    this.sessions = [...(departure.remembered ?? [])];
  }

  get blocked(): boolean {
    return this.blockedBy !== null;
  }

  get done(): boolean {
    return this.blockedBy !== null || this.arrived;
  }

  /** The packets as filters see them: a reply's ports are swapped. */
  get services(): Services {
    return this.reply ? repliesOf(this.possible) : this.possible.services;
  }

  note(hop: Hop): void {
    if (!this.blocked) this.hops.push(hop);
  }

  place(at: string, resource: string): void {
    this.note({ at, resource });
    this.lastPlace = resource;
    this.seen.add(resource);
  }

  /** Passes a point that lets some packets through; where none is left, that point is what stops it. */
  pass(hop: Hop, possible: Services, certain: Services = possible): void {
    if (this.blocked) return;
    const admit = this.reply ? admitReply : admitForward;
    this.possible = admit(this.possible, possible);
    this.certain = admit(this.certain, certain);
    if (noPackets(this.possible)) this.blockedBy = hop;
    else {
      const { code: _, ...passed } = hop;
      this.hops.push(passed);
    }
  }

  block(hop: Hop): void {
    this.blockedBy ??= hop;
  }

  /** Goes on although the estate does not say: from here on it only may. */
  assume(what: string): void {
    if (this.blocked) return;
    this.certain = NO_PACKETS;
    if (!this.assumed.includes(what)) this.assumed.push(what);
  }

  arrive(end: End): void {
    if (this.blocked) return;
    this.arrived = true;
    this.end = end;
  }

  /** Where the estate does not say how it goes on: it may arrive. */
  lose(what: string): void {
    this.assume(what);
    this.arrived = true;
  }

  /** Whether the block holds where it comes from or goes to. Throws `Cut` where it holds a part. */
  holds(block: Span, end: "source" | "target"): boolean {
    const span = end === "source" ? this.source : this.target;
    if (within(span, block)) return true;
    if (meets(span, block)) this.cut([block], end);
    return false;
  }

  /** Throws `Cut` where one of the blocks holds a part. */
  cutAt(blocks: readonly Span[], end: "source" | "target"): void {
    const span = end === "source" ? this.source : this.target;
    if (span.first === span.last) return;
    const partial = blocks.filter((block) => meets(span, block) && !within(span, block));
    if (partial.length > 0) this.cut(partial, end);
  }

  /** Whether an end is a single address, which nothing can cut. */
  isSingle(end: "source" | "target"): boolean {
    const { first, last } = end === "source" ? this.source : this.target;
    return first === last;
  }

  private cut(blocks: readonly Span[], end: "source" | "target"): never {
    const asked = this.reply ? (end === "source" ? "target" : "source") : end;
    throw new Cut(asked, blocks);
  }

  result(): OneWay {
    if (this.blockedBy) {
      const hops = [...this.hops, this.blockedBy];
      return { verdict: "blocked", hops, blocked_by: this.blockedBy, assumed: this.assumed };
    }
    return { verdict: noPackets(this.certain) ? "may" : "delivered", hops: this.hops, assumed: this.assumed };
  }
}
