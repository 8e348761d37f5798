import { z } from "zod";
import { momentSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const forecastCapacityParameters = z.strictObject({
  factor: z.number().positive().max(1000).optional(),
  horizon: momentSchema.optional(),
  target: nameSchema.optional(),
});

export const forecastCapacity = withoutPlanner({
  type: "forecast_capacity",
  summary: "What a change of load would need",
  parameters: forecastCapacityParameters,
  changes: false,
  examples,
});
