import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Extend the core network to ap-southeast-2", parameters: { region: "ap-southeast-2" } },
];
