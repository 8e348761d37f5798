import { z } from "zod";
import { momentSchema, nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const grantVendorAccessParameters = z.strictObject({
  vendor: nameSchema.optional(),
  resource: nameSchema.optional(),
  access: z.enum(["read", "write", "read_write"]).optional(),
  expires: momentSchema.optional(),
});

export const grantVendorAccess = withoutPlanner({
  type: "grant_vendor_access",
  summary: "A path from one vendor to one resource only",
  parameters: grantVendorAccessParameters,
  changes: true,
  examples,
});
