import { readFileSync } from "node:fs";
import { z } from "zod";

const sentenceSchema = z.strictObject({
  sentence: z.string(),
  intents: z.array(z.strictObject({ type: z.string(), parameters: z.record(z.string(), z.unknown()) })).min(1),
  /** Whether the sentence leaves something open that has to be asked. */
  asks: z.boolean().default(false),
});
/** A sentence and what it means, written by hand. */
export type LabelledSentence = z.infer<typeof sentenceSchema>;

/** Sets of `testdata/sentences`: the rules were tuned on one, and the other was not looked at while they were. */
export function sentencesOf(set: "tuned" | "held-back"): LabelledSentence[] {
  const file = new URL(`../../../testdata/sentences/${set}.jsonl`, import.meta.url);
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => sentenceSchema.parse(JSON.parse(line)));
}
