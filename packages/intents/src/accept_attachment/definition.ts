import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const acceptAttachmentParameters = z.strictObject({
  attachment: nameSchema.optional(),
  segment: nameSchema.optional(),
});

export const acceptAttachment = withoutPlanner({
  type: "accept_attachment",
  summary: "One pending attachment, where its tags and the policy put it",
  parameters: acceptAttachmentParameters,
  changes: true,
  examples,
});
