import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "What drives our AWS cost this month?", parameters: { period: "this month" } },
];
