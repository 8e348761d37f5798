import { z } from "zod";
import { nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const attachNetworkParameters = z.strictObject({
  resource: nameSchema.optional(),
  segment: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const attachNetwork = withoutPlanner({
  type: "attach_network",
  summary: "One VPC, VPN, Connect, Transit Gateway or Direct Connect gateway into one segment",
  parameters: attachNetworkParameters,
  changes: true,
  examples,
});
