import { type Estate, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, estateSegments, textOf } from "../named.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { shareSegmentsScope } from "./scope.ts";

export const shareSegmentsParameters = z.strictObject({
  segment: nameSchema.optional(),
  with: nameSchema.optional(),
  effect: z.enum(["share", "unshare"]).optional(),
});

export const shareSegments: IntentDefinition<z.infer<typeof shareSegmentsParameters>> = {
  type: "share_segments",
  summary: "Routes between exactly the named segments",
  parameters: shareSegmentsParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: shareSegmentsScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const [segment, other] = [textOf(intent, "segment"), textOf(intent, "with")];
  if (intent.parameters["effect"] === undefined) {
    return ask("effect", "Shall the segments share their routes, or no longer share them?", ["share", "unshare"]);
  }
  const all = estateSegments(estate);
  if (segment === null) return ask("segment", "Which segment is it about?", all);
  const own = segmentNames(estate).resolve(segment);
  const twin = other !== null && own !== null && segmentNames(estate).resolve(other)?.policy === own.policy;
  if (other !== null && !twin) return null;
  return ask(
    "with",
    `Which is the other segment, beside \`${segment}\`?`,
    all.filter((name) => name !== own?.estate),
  );
}
