import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const revokeAccessParameters = z.strictObject({
  principal: nameSchema.optional(),
});

export const revokeAccess = withoutPlanner({
  type: "revoke_access",
  summary: "Ends one principal's sessions and permissions",
  parameters: revokeAccessParameters,
  changes: true,
  examples,
});
