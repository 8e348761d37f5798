import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Delete all audit logs", parameters: { reason: "it is against Trias's own records" } },
];
