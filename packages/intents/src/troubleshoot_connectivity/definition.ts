import { z } from "zod";
import { nameSchema, portSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const troubleshootConnectivityParameters = z.strictObject({
  source: nameSchema.optional(),
  destination: nameSchema.optional(),
  port: portSchema.optional(),
  protocol: z.string().max(16).optional(),
});

export const troubleshootConnectivity = withoutPlanner({
  type: "troubleshoot_connectivity",
  summary: "Explains why one place does or does not reach another",
  parameters: troubleshootConnectivityParameters,
  changes: false,
  examples,
});
