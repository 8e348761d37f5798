import { type Estate, get, isKnown } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { isolateInstanceScope } from "./scope.ts";

export const isolateInstanceParameters = z.strictObject({ instance: nameSchema.optional() });

export const isolateInstance: IntentDefinition<z.infer<typeof isolateInstanceParameters>> = {
  type: "isolate_instance",
  summary: "One instance's interfaces into a quarantine group of its own",
  parameters: isolateInstanceParameters,
  changes: true,
  available: true,
  examples,
  question,
  scope: isolateInstanceScope,
};

function question({ parameters: { instance } }: Intent, estate: Estate): IntentQuestion | null {
  if (typeof instance !== "string") {
    return { parameter: "instance", question: "Which instance shall be isolated? Give its id.", choices: [] };
  }
  if (isKnown(estate, "instances") && get(estate, "instances", instance) === undefined) {
    return {
      parameter: "instance",
      question: `The estate has no instance \`${instance}\`. Which one shall be isolated?`,
      choices: [],
    };
  }
  return null;
}
