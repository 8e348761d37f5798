import { caseIdSchema } from "@trias/protocol";
import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const explainParameters = z.strictObject({
  case: caseIdSchema.optional(),
  topic: nameSchema.optional(),
});

export const explain = withoutPlanner({
  type: "explain",
  summary: "Why something is or was done",
  parameters: explainParameters,
  changes: false,
  examples,
});
