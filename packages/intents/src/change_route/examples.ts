import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Add a route to 10.20.0.0/16 in prod-general",
    parameters: { effect: "add", destination: "10.20.0.0/16", segment: "prod-general" },
  },
];
