import { z } from "zod";
import type { IntentDefinition } from "../intent.ts";
import { permitsNothing } from "../nothing.ts";
import { nameSchema } from "../values.ts";
import { examples } from "./examples.ts";

export const networkStatusParameters = z.strictObject({
  target: nameSchema.optional(),
});

export const networkStatus: IntentDefinition<z.infer<typeof networkStatusParameters>> = {
  type: "network_status",
  summary: "How the network is",
  parameters: networkStatusParameters,
  changes: false,
  available: true,
  examples,
  question: () => null,
  scope: () => permitsNothing("nothing: a question changes nothing", "a question was asked, and no change"),
};
