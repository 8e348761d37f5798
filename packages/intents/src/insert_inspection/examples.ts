import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Inspect the traffic between prod-api and prod-data",
    parameters: { segment: "prod-api", with: "prod-data" },
  },
];
