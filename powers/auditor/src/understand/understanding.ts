import type { Estate } from "@trias/estate";
import { type IntentQuestion, intentDefinition } from "@trias/intents";
import type { Incident, Intent } from "@trias/protocol";
import { type Interpretation, MEANING, type Reasoner } from "@trias/reasoning";
import { clip } from "../cases/edit.ts";

/** What comes next for a case, from the auditor's own reading. */
export type Next =
  | { readonly to: "plan" }
  | { readonly to: "ask"; readonly question: IntentQuestion }
  | { readonly to: "unavailable"; readonly reason: string }
  | { readonly to: "close"; readonly reason: string };

export interface Understanding {
  readonly intents: readonly Intent[];
  /** False where the rules had to guess. */
  readonly certain: boolean;
  readonly incident: Incident | null;
  readonly next: Next;
}

export type Answers = Readonly<Record<string, string>>;

/** Reads a person's sentence, and decides whether it can be planned, needs an answer, or ends here. */
export function understandRequest(
  reasoner: Reasoner,
  sentence: string,
  estate: Estate,
  answers: Answers,
  now: Date | null = null,
): Understanding {
  return understandingOf(reasoner.interpret(sentence, estate, answers, now), estate);
}

/** What follows from a reading of a sentence. */
export function understandingOf(interpretation: Interpretation, estate: Estate): Understanding {
  const { intents, certain } = interpretation;
  return { intents, certain, incident: null, next: nextOf(interpretation, estate) };
}

function nextOf({ intents, clarification }: Interpretation, estate: Estate): Next {
  // What is meant at all is asked before anything else.
  if (clarification?.parameter === MEANING) return { to: "ask", question: clarification };
  const unclear = intents.find(({ type }) => type === "unknown");
  if (unclear || intents.length === 0) {
    const why = unclear?.parameters["reason"];
    return {
      to: "unavailable",
      reason: typeof why === "string" ? clip(why) : "nothing was understood that could be done",
    };
  }
  // One sentence, one plan: where a part can't be planned, none runs.
  for (const { type } of intents) {
    const definition = intentDefinition(type);
    if (!definition?.available) return { to: "unavailable", reason: `\`${type}\` is understood, but not available` };
  }
  const question = clarification ?? firstQuestion(intents, estate);
  return question ? { to: "ask", question } : { to: "plan" };
}

function firstQuestion(intents: readonly Intent[], estate: Estate): IntentQuestion | null {
  for (const intent of intents) {
    const question = intentDefinition(intent.type)?.question(intent, estate);
    if (question) return question;
  }
  return null;
}
