import type { Estate } from "@trias/estate";
import { INTENTS } from "@trias/intents";
import { type Interpretation, rulesReasoner } from "@trias/reasoning";
import type { LabelledSentence } from "./sentences.ts";

/** Counts over one set of sentences. */
export interface Score {
  readonly sentences: number;
  /** Share whose types are exactly those that were meant. */
  readonly type_accuracy: number;
  /** Share where each parameter too is exactly what was meant; `topic` and the reason of `unknown` are free words. */
  readonly parameter_accuracy: number;
  /** A changing intent that was not meant, named without a question. */
  readonly wrong_without_asking: number;
  /** Share answered with a question. */
  readonly asked: number;
  /** As `wrong_without_asking`, where no change at all was meant. */
  readonly harmful: number;
}

const FREE: ReadonlySet<string> = new Set(["reason", "topic"]);
const changing = (type: string): boolean =>
  Object.values(INTENTS).some((intent) => intent.type === type && intent.changes);

export function scoreOf(sentences: readonly LabelledSentence[], estate: Estate, now: Date): Score {
  const answered = sentences.map((meant) => ({ meant, got: rulesReasoner.interpret(meant.sentence, estate, {}, now) }));
  const share = (holds: (one: (typeof answered)[number]) => boolean): number =>
    answered.filter(holds).length / answered.length;
  const wrong = answered.filter(({ meant, got }) => strayChange(meant, got));
  return {
    sentences: answered.length,
    type_accuracy: share(({ meant, got }) => typesOf(meant.intents) === typesOf(got.intents)),
    parameter_accuracy: share(({ meant, got }) => textOf(meant.intents) === textOf(got.intents)),
    wrong_without_asking: wrong.length,
    asked: share(({ got }) => got.clarification !== null),
    harmful: wrong.filter(({ meant }) => !meant.intents.some(({ type }) => changing(type))).length,
  };
}

function strayChange(meant: LabelledSentence, got: Interpretation): boolean {
  return (
    got.clarification === null &&
    got.intents.some(({ type }) => changing(type) && !meant.intents.some((intent) => intent.type === type))
  );
}

type Named = Readonly<LabelledSentence["intents"]>;

function typesOf(intents: Named): string {
  return JSON.stringify(intents.map(({ type }) => type).sort());
}

function textOf(intents: Named): string {
  const texts = intents.map(({ type, parameters }) =>
    JSON.stringify([
      type,
      ...Object.entries(parameters)
        .filter(([name]) => !FREE.has(name))
        .sort(),
    ]),
  );
  return JSON.stringify(texts.sort());
}
