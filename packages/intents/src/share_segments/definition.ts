import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const shareSegmentsParameters = z.strictObject({
  segment: nameSchema.optional(),
  with: nameSchema.optional(),
  effect: z.enum(["share", "unshare"]).optional(),
});

export const shareSegments = withoutPlanner({
  type: "share_segments",
  summary: "Routes between exactly the named segments",
  parameters: shareSegmentsParameters,
  changes: true,
  examples,
});
