import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, textOf } from "../named.ts";
import { nameSchema, regionSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { extendRegionScope } from "./scope.ts";

export const extendRegionParameters = z.strictObject({
  region: regionSchema.optional(),
  segments: z.array(nameSchema).max(40).optional(),
});

export const extendRegion: IntentDefinition<z.infer<typeof extendRegionParameters>> = {
  type: "extend_region",
  summary: "An edge in one more region, for the named segments",
  parameters: extendRegionParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: extendRegionScope,
};

function question(intent: Intent): IntentQuestion | null {
  return textOf(intent, "region") === null
    ? ask("region", "Which region shall the core network reach, such as eu-central-1?")
    : null;
}
