import { INTENTS } from "@trias/intents";
import { z } from "zod";
import type { ModelQuestion, ReadTool } from "./adviser.ts";
import { eventPrompt } from "./prompts/event.ts";
import { explainPrompt } from "./prompts/explain.ts";
import { meaningPrompt } from "./prompts/meaning.ts";
import { quoted } from "./quote.ts";

export const meaningAnswer = z.strictObject({ sentences: z.array(z.string().min(1).max(200)).max(3) });
export type MeaningAnswer = z.infer<typeof meaningAnswer>;

/** The catalogue as a model sees it: a line a type, and how people ask for it. */
const CATALOGUE = Object.values(INTENTS)
  .filter(({ type }) => type !== "unknown")
  .map(({ type, summary, examples }) => {
    const sentences = examples.slice(0, 3).map(({ sentence }) => `  - ${sentence}`);
    return [`${type}: ${summary}`, ...sentences].join("\n");
  })
  .join("\n");

/** What a sentence means that the rules don't read. The network itself is not shown. */
export function meaningQuestion(sentence: string): ModelQuestion<MeaningAnswer> {
  const material = `What can be asked for, with examples:\n${CATALOGUE}\n\n${quoted("the person's sentence", sentence, 4000)}`;
  return { prompt: meaningPrompt, material, answer: meaningAnswer, tools: [] };
}

const eventAnswer = z.strictObject({
  kind: z.string().min(1).max(80),
  summary: z.string().min(1).max(400),
  severity: z.number().min(1).max(10),
  look_at: z.array(z.string().min(1).max(120)).max(3),
});
export type EventAnswer = z.infer<typeof eventAnswer>;

/** What an event is that no rule knows; `event` is its text as it came. */
export function eventQuestion(event: string, tools: readonly ReadTool[]): ModelQuestion<EventAnswer> {
  return { prompt: eventPrompt, material: quoted("the event", event, 8000), answer: eventAnswer, tools };
}

/** That answer as one line of text. */
export function eventWords({ kind, summary, severity, look_at }: EventAnswer): string {
  const next = look_at.length === 0 ? "" : ` Look at: ${look_at.join("; ")}.`;
  return `${kind} (it would say severity ${severity}): ${summary}${next}`;
}

const explainAnswer = z.strictObject({ text: z.string().min(1).max(600) });
export type ExplainAnswer = z.infer<typeof explainAnswer>;

/** A plan and its judgement in plain words. */
export function explainQuestion(facts: string, tools: readonly ReadTool[]): ModelQuestion<ExplainAnswer> {
  return {
    prompt: explainPrompt,
    material: quoted("the plan and its judgement", facts, 8000),
    answer: explainAnswer,
    tools,
  };
}
