import type { Estate } from "@trias/estate";
import { type Advice, type Adviser, mayAskMeaning, meaningQuestion, narrowed, type Reasoner } from "@trias/reasoning";
import { type Understanding, understandingOf } from "../understand/understanding.ts";

type Wordings = Advice<{ readonly sentences: readonly string[] }>;

export interface Heard {
  readonly understanding: Understanding;
  /** What a model was asked; null where none was. */
  readonly advice: Wordings | null;
}

/**
 * A sentence by the rules; where they don't read it with certainty, a model may add a question. Nothing is accepted before that, so that a crash
 * meanwhile loses nothing that anybody was promised.
 * @param about under which the cost of asking is summed up
 */
export async function hearSentence(
  { reasoner, adviser }: { readonly reasoner: Reasoner; readonly adviser: Adviser | null },
  sentence: string,
  estate: Estate,
  about: string,
): Promise<Heard> {
  const rules = reasoner.interpret(sentence, estate, {});
  if (adviser === null || !mayAskMeaning(sentence, rules, estate)) {
    return { understanding: understandingOf(rules, estate), advice: null };
  }
  const advice = await adviser.ask(about, meaningQuestion(sentence));
  const wordings = advice.answer?.sentences ?? [];
  return { understanding: understandingOf(narrowed(sentence, rules, wordings, estate), estate), advice };
}

export function wordingsSaid({ sentences }: { readonly sentences: readonly string[] }): string {
  return sentences.length === 0
    ? "it would put this in no other words"
    : `it would put this as: ${sentences.join(" | ")}`;
}
