import { z } from "zod";
import { momentSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const analyzeCostParameters = z.strictObject({
  period: momentSchema.optional(),
  target: nameSchema.optional(),
});

export const analyzeCost = withoutPlanner({
  type: "analyze_cost",
  summary: "What the money goes to",
  parameters: analyzeCostParameters,
  changes: false,
  examples,
});
