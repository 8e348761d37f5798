import { z } from "zod";
import { nameSchema } from "../values.ts";
import { withoutPlanner } from "../without-planner.ts";
import { examples } from "./examples.ts";

export const moveAttachmentParameters = z.strictObject({
  attachment: nameSchema.optional(),
  segment: nameSchema.optional(),
});

export const moveAttachment = withoutPlanner({
  type: "move_attachment",
  summary: "One attachment from its segment to another",
  parameters: moveAttachmentParameters,
  changes: true,
  examples,
});
