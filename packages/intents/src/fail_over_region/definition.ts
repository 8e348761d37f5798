import { z } from "zod";
import { regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const failOverRegionParameters = z.strictObject({
  to: regionSchema.optional(),
  from: regionSchema.optional(),
  test: z.boolean().optional(),
});

export const failOverRegion = withoutPlanner({
  type: "fail_over_region",
  summary: "Traffic of one region to another; a test comes back by itself",
  parameters: failOverRegionParameters,
  changes: true,
  examples,
});
