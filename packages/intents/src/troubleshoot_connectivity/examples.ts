import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Why can't prod-api reach prod-data on port 5432?",
    parameters: { source: "prod-api", destination: "prod-data", port: 5432 },
  },
];
