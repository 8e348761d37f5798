import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Reduce our monthly costs by 20 %", parameters: { target_reduction: 0.2 } },
];
