import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Attach vpc-0a1b2c3d to prod-api", parameters: { resource: "vpc-0a1b2c3d", segment: "prod-api" } },
];
