import { caseIdSchema, type Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { examples } from "./examples.ts";
import { rollBackScope } from "./scope.ts";

export const rollBackParameters = z.strictObject({ case: caseIdSchema.optional() });

export const rollBack: IntentDefinition<z.infer<typeof rollBackParameters>> = {
  type: "roll_back",
  summary: "The inverse of that case's executed plan",
  parameters: rollBackParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: rollBackScope,
};

function question({ parameters }: Intent): IntentQuestion | null {
  if (parameters["case"] !== undefined) return null;
  return {
    parameter: "case",
    question: "Which case shall be rolled back? Give its id, such as `C-01JD7Q8C2M4X`.",
    choices: [],
  };
}
