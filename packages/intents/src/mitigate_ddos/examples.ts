import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Our public ALB is getting hammered. Is this an attack?", parameters: { resource: "public ALB" } },
];
