import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const optimizeCostParameters = z.strictObject({
  target_reduction: z.number().min(0).max(1).optional(),
  target: nameSchema.optional(),
});

export const optimizeCost = withoutPlanner({
  type: "optimize_cost",
  summary: "Only the measures chosen",
  parameters: optimizeCostParameters,
  changes: true,
  examples,
});
