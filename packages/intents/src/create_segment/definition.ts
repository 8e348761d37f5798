import { type Estate, segmentNames } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { complianceSchema, environmentSchema, nameSchema, regionSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { newSegmentName } from "./naming.ts";
import { createSegmentScope } from "./scope.ts";

export const createSegmentParameters = z.strictObject({
  name: nameSchema.optional(),
  purpose: nameSchema.optional(),
  environment: environmentSchema.optional(),
  compliance: z.union([complianceSchema, z.array(complianceSchema).min(1).max(4)]).optional(),
  regions: z.array(regionSchema).max(20).optional(),
});

export const createSegment: IntentDefinition<z.infer<typeof createSegmentParameters>> = {
  type: "create_segment",
  summary: "One new segment, its attachments, addresses and guards",
  parameters: createSegmentParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: createSegmentScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const { environment, name, purpose } = intent.parameters;
  if (environment === undefined) {
    return {
      parameter: "environment",
      question: "Is the new segment for production or for non-production?",
      choices: [...environmentSchema.options],
    };
  }
  if (name === undefined && purpose === undefined) {
    return { parameter: "name", question: "What shall the new segment be called?", choices: [] };
  }
  const derived = newSegmentName(intent);
  if (derived === null) {
    return {
      parameter: "name",
      question: "Which name shall the new segment have? It begins with a letter and holds letters, digits and hyphens.",
      choices: [],
    };
  }
  if (segmentNames(estate).resolve(derived) !== null) {
    return {
      parameter: "name",
      question: `There is a segment \`${derived}\` already. What shall the new one be called?`,
      choices: [],
    };
  }
  return null;
}
