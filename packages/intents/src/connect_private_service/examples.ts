import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Set up PrivateLink to Snowflake in prod-data",
    parameters: { provider: "Snowflake", segment: "prod-data" },
  },
];
