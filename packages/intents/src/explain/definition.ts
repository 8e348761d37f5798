import { caseIdSchema } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";

export const explainParameters = z.strictObject({
  case: caseIdSchema.optional(),
  topic: nameSchema.optional(),
});

export const explain: IntentDefinition<z.infer<typeof explainParameters>> = {
  type: "explain",
  summary: "Why something is or was done",
  parameters: explainParameters,
  changes: false,
  available: true,
  examples,
  question: () => null,
  scope: () => permitsNothing("nothing: a question changes nothing", "a question was asked, and no change"),
};
