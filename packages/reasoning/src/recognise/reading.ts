import type { Estate } from "@trias/estate";
import type { IntentType } from "@trias/intents";
import type { Intent } from "@trias/protocol";
import type { Sentence } from "../sentence/sentence.ts";

/** What one clause means. */
export interface Reading {
  readonly type: IntentType;
  readonly parameters: Intent["parameters"];
  /** False where the rules had to guess. */
  readonly certain: boolean;
}

/** Reads a clause as one type of intent, or not; `whole` is the text that the clause stands in. */
export type Recogniser = (clause: Sentence, whole: Sentence, estate: Estate) => readonly Reading[] | null;

type Values = Readonly<Record<string, Intent["parameters"][string] | null | undefined>>;

/** Only what the sentence gives: parameters that are null or undefined are left out. */
export function given(values: Values): Intent["parameters"] {
  const parameters: Intent["parameters"] = {};
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined) parameters[name] = value;
  return parameters;
}
