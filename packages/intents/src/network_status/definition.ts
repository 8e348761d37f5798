import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const networkStatusParameters = z.strictObject({
  target: nameSchema.optional(),
});

export const networkStatus = withoutPlanner({
  type: "network_status",
  summary: "How the network is",
  parameters: networkStatusParameters,
  changes: false,
  examples,
});
