import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const deleteSegmentParameters = z.strictObject({
  segment: nameSchema.optional(),
});

export const deleteSegment = withoutPlanner({
  type: "delete_segment",
  summary: "One segment and what hangs on it",
  parameters: deleteSegmentParameters,
  changes: true,
  examples,
});
