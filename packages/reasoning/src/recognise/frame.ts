import type { Estate } from "@trias/estate";
import type { IntentType } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import type { Mood } from "../sentence/mood.ts";
import { type Sentence, says } from "../sentence/sentence.ts";
import { type Cue, cue } from "./cue.ts";

type Value = Intent["parameters"][string] | null | undefined;
export type Values = Readonly<Record<string, Value>>;

/** What a clause stands in. */
export interface Context {
  /** The text that holds the clause. */
  readonly whole: Sentence;
  readonly estate: Estate;
  /** The time from which `tomorrow` counts; null leaves such words as they are. */
  readonly now: Date | null;
}

/** One way to read a clause: what speaks for the type, and where its parameters lie open. */
export interface Frame {
  readonly type: IntentType;
  readonly cues: readonly Cue[];
  /** In which mood a clause can mean it. INVARIANT: what changes anything is never read out of a question or a report. */
  readonly moods: ReadonlySet<Mood>;
  /**
   * Whether what was found is about a network at all: the words of a request occur in all of life, a thing to do it to does not.
   */
  isAnchored(values: Values, clause: Sentence): boolean;
  /** Whether a parameter was put together from what does not stand together, or contradicts another. */
  isGuess(values: Values, clause: Sentence): boolean;
  /** One record for each thing that is asked for: two addresses to block are two. */
  parameters(clause: Sentence, context: Context): Values | readonly Values[];
}

export const REQUEST: ReadonlySet<Mood> = new Set(["request"]);
export const ANY: ReadonlySet<Mood> = new Set(["request", "ask", "state"]);

export function frame(
  type: IntentType,
  moods: ReadonlySet<Mood>,
  cues: readonly string[],
  parameters: Frame["parameters"],
  isAnchored: Frame["isAnchored"] = () => true,
  isGuess: Frame["isGuess"] = () => false,
): Frame {
  return { type, moods, cues: cues.map(cue), parameters, isAnchored, isGuess };
}

/** Anchored where one of these parameters was found, or one of these phrases stands in the clause. */
export function anchoredBy(names: readonly string[], ...phrases: readonly string[]): Frame["isAnchored"] {
  return (values, clause) =>
    names.some((name) => values[name] !== null && values[name] !== undefined) || says(clause, ...phrases);
}

/** Only what the sentence gives: parameters that are null or undefined are left out. */
export function given(values: Values): Intent["parameters"] {
  const parameters: Intent["parameters"] = {};
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== "") parameters[name] = value;
  return parameters;
}
