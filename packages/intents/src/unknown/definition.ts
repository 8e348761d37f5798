import { z } from "zod";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const unknownParameters = z.strictObject({
  reason: z.string().min(1).max(300).optional(),
});

export const unknown = withoutPlanner({
  type: "unknown",
  summary: "Not understood, off topic, or not to be done",
  parameters: unknownParameters,
  changes: false,
  examples,
});
