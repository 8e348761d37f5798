import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "What happens if traffic doubles?", parameters: { factor: 2 } },
];
