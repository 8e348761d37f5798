import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const revokeVendorAccessParameters = z.strictObject({
  vendor: nameSchema.optional(),
});

export const revokeVendorAccess = withoutPlanner({
  type: "revoke_vendor_access",
  summary: "Takes away one vendor's paths",
  parameters: revokeVendorAccessParameters,
  changes: true,
  examples,
});
