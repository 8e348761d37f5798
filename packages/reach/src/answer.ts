import type { Estate } from "@trias/estate";
import type { Flow } from "@trias/protocol";

/** One end of a question: `internet`, `on-premises`, a segment by its estate name, or the id of an interface, instance, database, load balancer, subnet or VPC, or an address. */
export type Place = string;

export interface Packet {
  /** `any`, `tcp`, `udp`, `icmp`. */
  readonly protocol: string;
  /** Destination port; null for all. */
  readonly port: number | null;
}

export interface Hop {
  readonly at: string;
  readonly resource: string;
  readonly rule?: string;
}

export interface OneWay {
  readonly verdict: "delivered" | "blocked" | "may";
  readonly hops: readonly Hop[];
  /** The first thing that stops it, with the rule that does. */
  readonly blocked_by?: Hop;
  /** What was taken for granted because the estate does not say. */
  readonly assumed: readonly string[];
}

export interface Answer extends OneWay {
  readonly return: OneWay;
}

export interface FlowDifference {
  readonly opened: readonly Flow[];
  readonly closed: readonly Flow[];
}

/** An expectation that must hold on every estate, as the charter's `invariants` state it. */
export interface Invariant {
  readonly id: string;
  readonly from: Place;
  readonly to: Place;
  readonly rule: "never";
}

export interface Violation {
  readonly invariant: string;
  readonly flow: Flow;
}

/** The interface of the reachability engine; an implementation may keep what it computed for one estate value. */
export interface ReachEngine {
  reach(estate: Estate, from: Place, to: Place, packet: Packet): Answer;
  diff(before: Estate, after: Estate): FlowDifference;
  check(estate: Estate, invariants: readonly Invariant[]): readonly Violation[];
}
