import { z } from "zod";
import { nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const connectPrivateServiceParameters = z.strictObject({
  provider: nameSchema.optional(),
  segment: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const connectPrivateService = withoutPlanner({
  type: "connect_private_service",
  summary: "Interface endpoints and DNS for one provider",
  parameters: connectPrivateServiceParameters,
  changes: true,
  examples,
});
