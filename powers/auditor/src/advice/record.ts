import { type Advice, modelText } from "@trias/reasoning";
import type { CaseFile } from "../cases/case-file.ts";
import { tell } from "../cases/edit.ts";
import type { Change } from "../store/writer.ts";

const STEP = "model";

/** Writes down that a model was asked, with what, and what it cost; says in the case what came of it, marked as a model's words. */
export function recordAdvice<Answer>(
  change: Change,
  file: CaseFile,
  { answer, why, use }: Advice<Answer>,
  words: (answer: Answer) => string,
): CaseFile {
  const { index } = change.append({ type: "model", case: file.id, body: { by: "auditor", ...use } });
  const text =
    answer === null
      ? `a model (${use.model}) was asked and is of no use: ${why ?? use.outcome}; it goes on by the rules alone`
      : modelText(use.model, words(answer));
  return tell(file, "auditor", STEP, text, change.now, index);
}

/** Whether a model was asked about this case by the auditor before. */
export function wasAdvised({ timeline }: CaseFile): boolean {
  return timeline.some(({ by, step }) => by === "auditor" && step === STEP);
}
