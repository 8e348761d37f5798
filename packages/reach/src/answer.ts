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
  /** What AWS's own analysers call it, where they have a code for it and it stops the packets. */
  readonly code?: string;
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

/** One end of a question of `trace`, where a place alone does not say enough. */
export interface TraceEnd {
  /** Interface, instance, load balancer, subnet, VPC, segment, gateway or attachment. */
  readonly resource?: string;
  /** The address that is written into the packets; alone, whoever has it is meant. */
  readonly address?: string;
  readonly internet?: boolean;
}

export interface TraceQuestion {
  readonly from: Place | TraceEnd;
  readonly to: Place | TraceEnd;
  /** `any`, `tcp`, `udp`, `icmp`, or a protocol number. */
  readonly protocol: string;
  /** Destination ports, as ranges; not there: all. */
  readonly ports?: readonly (readonly [number, number])[];
  /** Client ports, of which one that works is enough; not there: all of 1024–65535 have to (R28). */
  readonly source_ports?: readonly (readonly [number, number])[];
  readonly icmp_type?: number;
  readonly icmp_code?: number;
  readonly family?: 4 | 6;
  /**
   * What is left open: not there, it is what an instance may pick, so that every client port and sending interface counts; `this`,
   * one choice that fits is enough; `some`, also any address at which the place is reached.
   */
  readonly quantifier?: "this" | "some";
  /** Whether it is the way there that is asked about: then of several answers the one that gets furthest there is given. */
  readonly one_way?: boolean;
}

export interface Ways {
  readonly forward: OneWay;
  readonly return: OneWay;
}

/** The answer for both ways together, with the way there by itself and the other ways that packets may take. */
export interface TraceAnswer extends Answer {
  readonly forward: OneWay;
  readonly alternatives: readonly Ways[];
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
  /** Worth it before many questions about a large estate; answers are the same without. */
  prepare(estate: Estate): void;
  /** As `reach`, with every hop, and for exact packets. */
  trace(estate: Estate, question: TraceQuestion): TraceAnswer;
  reach(estate: Estate, from: Place, to: Place, packet: Packet): Answer;
  diff(before: Estate, after: Estate): FlowDifference;
  check(estate: Estate, invariants: readonly Invariant[]): readonly Violation[];
}
