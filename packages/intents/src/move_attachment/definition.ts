import type { Estate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, askWhich, attachmentsNamed, estateSegments, textOf } from "../named.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { moveAttachmentScope } from "./scope.ts";

export const moveAttachmentParameters = z.strictObject({
  attachment: nameSchema.optional(),
  segment: nameSchema.optional(),
});

export const moveAttachment: IntentDefinition<z.infer<typeof moveAttachmentParameters>> = {
  type: "move_attachment",
  summary: "One attachment from its segment to another",
  parameters: moveAttachmentParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: moveAttachmentScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const attachment = textOf(intent, "attachment");
  if (attachment === null) return ask("attachment", "Which attachment shall move?");
  const found = attachmentsNamed(estate, attachment).map(({ id }) => id);
  const which = askWhich("attachment", attachment, found);
  if (which !== null) return which;
  if (textOf(intent, "segment") !== null) return null;
  return ask("segment", `Into which segment shall \`${attachment}\` move?`, estateSegments(estate));
}
