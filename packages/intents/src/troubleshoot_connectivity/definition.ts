import type { Estate } from "@trias/estate";
import type { Intent } from "@trias/protocol";
import { z } from "zod";
import type { IntentDefinition, IntentQuestion } from "../intent.ts";
import { ask, askWhich, estateSegments, textOf } from "../named.ts";
import { permitsNothing } from "../nothing.ts";
import { nameSchema, portSchema } from "../values.ts";
import { examples } from "./examples.ts";
import { placesCalled } from "./places.ts";

export const troubleshootConnectivityParameters = z.strictObject({
  source: nameSchema.optional(),
  destination: nameSchema.optional(),
  port: portSchema.optional(),
  protocol: z.string().max(16).optional(),
});

export const troubleshootConnectivity: IntentDefinition<z.infer<typeof troubleshootConnectivityParameters>> = {
  type: "troubleshoot_connectivity",
  summary: "Explains why one place does or does not reach another",
  parameters: troubleshootConnectivityParameters,
  changes: false,
  available: true,
  examples,
  question,
  scope: () => permitsNothing("nothing: a question changes nothing", "a question was asked, and no change"),
};

function question(intent: Intent, estate: Estate): IntentQuestion | null {
  for (const [name, words] of [
    ["source", "From where does the traffic come?"],
    ["destination", "Where shall the traffic arrive?"],
  ] as const) {
    const text = textOf(intent, name);
    if (text === null) return ask(name, words, estateSegments(estate));
    const which = askWhich(name, text, placesCalled(estate, text));
    if (which !== null) return which;
  }
  return null;
}
