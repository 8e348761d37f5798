import type { Estate } from "@trias/estate";
import type { IntentQuestion } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import type { Recognised } from "./event/recognised.ts";

export interface Interpretation {
  readonly intents: readonly Intent[];
  readonly clarification: IntentQuestion | null;
  /** False where the rules had to guess between readings: then nothing runs by itself in production. */
  readonly certain: boolean;
}

/** What kind of thing an event is, by its known shape. `shape` is `guardduty-finding`, `alarm`, …, or `unknown`. */
export interface Classification extends Recognised {
  /** By which the same thing comes again. */
  readonly identity: string;
  /** The event's own id, for duplicates. */
  readonly id: string;
}

export interface Assessment {
  readonly type: string;
  /** 1–10. */
  readonly severity: number;
  readonly threat: string;
  readonly impact: string;
  /** Who else it reaches from there, as the estate says. */
  readonly blast_radius: string;
  readonly environment: "production" | "non-production" | "unknown";
  readonly segment: string | null;
  readonly compliance: readonly string[];
  readonly confidence: number;
  /** What could not be seen. */
  readonly missing: readonly string[];
}

export interface ResponseOption {
  /** An intent to plan for, or null for "do nothing" and "ask a person". */
  readonly intent: Intent | null;
  readonly name: string;
  readonly summary: string;
  readonly risk: string;
  /** What it costs a month, in USD; null where nobody knows. */
  readonly monthly_usd: number | null;
  readonly reversible: boolean;
  readonly minutes: number | null;
}

export interface Choice {
  readonly options: readonly ResponseOption[];
  /** Index of the chosen option; where its intent is null, either nothing is done or a person is asked, as its name says. */
  readonly chosen: number;
  readonly why: string;
}

/**
 * What thinks. `rules` is deterministic and needs neither key nor network; a model may only narrow what it says (I4).
 * `answers` are parameters that people gave afterwards and override what the sentence says.
 */
export interface Reasoner {
  readonly name: string;
  classify(event: unknown): Classification;
  /** `now` is the time from which `tomorrow` and `for 2 hours` count; without it they stay in the sentence's own words. */
  interpret(
    sentence: string,
    estate: Estate,
    answers: Readonly<Record<string, string>>,
    now?: Date | null,
  ): Interpretation;
  assess(classification: Classification, estate: Estate): Assessment;
  choose(classification: Classification, assessment: Assessment, estate: Estate): Choice;
  explain(topic: string, facts: Readonly<Record<string, unknown>>): string;
  reflect(facts: Readonly<Record<string, unknown>>): readonly string[];
}
