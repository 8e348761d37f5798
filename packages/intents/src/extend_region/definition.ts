import { z } from "zod";
import { nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const extendRegionParameters = z.strictObject({
  region: regionSchema.optional(),
  segments: z.array(nameSchema).max(40).optional(),
});

export const extendRegion = withoutPlanner({
  type: "extend_region",
  summary: "An edge in one more region, for the named segments",
  parameters: extendRegionParameters,
  changes: true,
  examples,
});
