import { z } from "zod";
import { nameSchema, regionSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const allocateAddressesParameters = z.strictObject({
  size: z
    .string()
    .regex(/^\/\d{1,3}$/)
    .optional(),
  segment: nameSchema.optional(),
  region: regionSchema.optional(),
});

export const allocateAddresses = withoutPlanner({
  type: "allocate_addresses",
  summary: "One block of addresses from the pool of that place",
  parameters: allocateAddressesParameters,
  changes: true,
  examples,
});
