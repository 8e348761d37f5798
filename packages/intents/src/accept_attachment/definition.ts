import { type Estate, isKnown, list } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, askWhich, attachmentsNamed, textOf } from "../named.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { acceptAttachmentScope } from "./scope.ts";

export const acceptAttachmentParameters = z.strictObject({
  attachment: nameSchema.optional(),
  segment: nameSchema.optional(),
});

export const acceptAttachment: IntentDefinition<z.infer<typeof acceptAttachmentParameters>> = {
  type: "accept_attachment",
  summary: "One pending attachment, where its tags and the policy put it",
  parameters: acceptAttachmentParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: acceptAttachmentScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const attachment = textOf(intent, "attachment");
  if (attachment !== null) {
    return askWhich(
      "attachment",
      attachment,
      attachmentsNamed(estate, attachment).map(({ id }) => id),
    );
  }
  const waiting = isKnown(estate, "attachments")
    ? list(estate, "attachments").filter(({ state }) => state.startsWith("PENDING_"))
    : [];
  return ask(
    "attachment",
    "Which of the attachments that wait shall be accepted?",
    waiting.map(({ id }) => id),
  );
}
