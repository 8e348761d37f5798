import type { Estate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, estateSegments, textOf } from "../named.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { deleteSegmentScope } from "./scope.ts";

export const deleteSegmentParameters = z.strictObject({
  segment: nameSchema.optional(),
});

export const deleteSegment: IntentDefinition<z.infer<typeof deleteSegmentParameters>> = {
  type: "delete_segment",
  summary: "One segment and what hangs on it",
  parameters: deleteSegmentParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: deleteSegmentScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  return textOf(intent, "segment") === null
    ? ask("segment", "Which segment shall be deleted?", estateSegments(estate))
    : null;
}
