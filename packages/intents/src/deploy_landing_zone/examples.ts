import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Deploy a landing zone for billing in prod-api",
    parameters: { segment: "prod-api", service: "billing" },
  },
];
