import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const mitigateDdosParameters = z.strictObject({
  resource: nameSchema.optional(),
});

export const mitigateDdos = withoutPlanner({
  type: "mitigate_ddos",
  summary: "Rate limits and blocks in front of one resource",
  parameters: mitigateDdosParameters,
  changes: true,
  examples,
});
