import { type Estate, get, isKnown, list } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { momentSchema, nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { scaleCapacityScope } from "./scope.ts";
import { LARGEST, STEP_PATTERN, wantedSize } from "./size.ts";

export const scaleCapacityParameters = z.strictObject({
  target: nameSchema.optional(),
  factor: z.number().positive().max(1000).optional(),
  amount: z.union([z.int().min(0).max(LARGEST), z.string().regex(STEP_PATTERN)]).optional(),
  start: momentSchema.optional(),
  duration: momentSchema.optional(),
});

export const scaleCapacity: IntentDefinition<z.infer<typeof scaleCapacityParameters>> = {
  type: "scale_capacity",
  summary: "Size of the named scaling group only",
  parameters: scaleCapacityParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: scaleCapacityScope,
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  const { target, factor, amount } = intent.parameters;
  const known = isKnown(estate, "scaling_groups");
  const group = known && typeof target === "string" ? get(estate, "scaling_groups", target) : undefined;
  if (group === undefined) {
    const choices = known ? list(estate, "scaling_groups").map(({ id }) => id) : [];
    const which = target === undefined ? "" : `No scaling group is called \`${String(target).slice(0, 100)}\`. `;
    return {
      parameter: "target",
      question: `${which}Which scaling group shall be scaled?`,
      choices: choices.slice(0, 50),
    };
  }
  if (amount === undefined && factor === undefined) {
    return {
      parameter: "amount",
      question: `\`${group.id}\` has ${group.desired} instances. How many shall it have?`,
      choices: [],
    };
  }
  if (wantedSize(intent, group) === null) {
    return {
      parameter: "amount",
      question: `\`${group.id}\` has ${group.desired} instances and can have 0 to ${LARGEST}. How many shall it have?`,
      choices: [],
    };
  }
  return null;
}
