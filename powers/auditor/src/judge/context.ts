import type { ResourceChange } from "@trias/estate";
import type { Facts } from "@trias/policy";
import type { Intent, Person, Role } from "@trias/protocol";
import type { Understanding } from "../understand/understanding.ts";

/** What a judgement needs besides the plan and the estate; all of it the auditor's own. */
export interface JudgeContext {
  readonly kind: "change" | "incident";
  /** The signature of the event's source verified, or the person's token did. */
  readonly authenticated: boolean;
  readonly requester: Person | null;
  readonly own: Understanding;
  /** A ticket of the register that is bound to this case. */
  readonly ticket: "none" | "change" | "emergency";
  /** For `roll_back`: what the other case executed, and which roles had approved it; null where it executed nothing. */
  readonly rolledBack: RolledBack | null;
  readonly lately: Lately;
}

export interface RolledBack {
  readonly case: string;
  readonly executed: readonly ResourceChange[];
  readonly approvers: readonly Role[];
}

/** What other cases did or are about to do: over the last hour, and the last day. */
export interface Lately {
  readonly containments: number;
  readonly containmentsBySegment: ReadonlyMap<string, number>;
  readonly blocks: number;
  readonly emergencyTickets: number;
  /** Positive monthly sums of other plans. */
  readonly costs: readonly EarlierCost[];
}

export interface EarlierCost {
  readonly requester: string | null;
  readonly segments: readonly string[];
  readonly monthlyUsd: number;
  readonly approvedBy: readonly Role[];
}

export const NOTHING_LATELY: Lately = {
  containments: 0,
  containmentsBySegment: new Map(),
  blocks: 0,
  emergencyTickets: 0,
  costs: [],
};

export type Accumulated = Facts["accumulated"];

export function rollBackOf(intents: readonly Intent[]): string | null {
  const intent = intents.find(({ type }) => type === "roll_back");
  const name = intent?.parameters["case"];
  return typeof name === "string" ? name : null;
}
