import { z } from "zod";
import { nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const deployLandingZoneParameters = z.strictObject({
  segment: nameSchema.optional(),
  service: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const deployLandingZone = withoutPlanner({
  type: "deploy_landing_zone",
  summary: "One VPC by the landing-zone path",
  parameters: deployLandingZoneParameters,
  changes: true,
  examples,
});
