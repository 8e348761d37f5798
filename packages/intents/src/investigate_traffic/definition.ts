import { z } from "zod";
import { momentSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const investigateTrafficParameters = z.strictObject({
  source: nameSchema.optional(),
  target: nameSchema.optional(),
  window: momentSchema.optional(),
  block_if_malicious: z.boolean().optional(),
});

export const investigateTraffic = withoutPlanner({
  type: "investigate_traffic",
  summary: "Looks into traffic; blocks exactly the sources shown malicious, where asked to",
  parameters: investigateTrafficParameters,
  changes: true,
  examples,
});
