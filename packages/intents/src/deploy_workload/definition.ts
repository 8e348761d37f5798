import { z } from "zod";
import { environmentSchema, nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const deployWorkloadParameters = z.strictObject({
  path: z.enum(["web-app", "data-pipeline", "machine-learning"]).optional(),
  name: nameSchema.optional(),
  environment: environmentSchema.optional(),
  region: regionSchema.optional(),
});

export const deployWorkload = withoutPlanner({
  type: "deploy_workload",
  summary: "The resources of one golden path",
  parameters: deployWorkloadParameters,
  changes: true,
  examples,
});
