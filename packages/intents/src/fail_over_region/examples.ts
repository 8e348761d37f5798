import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Test failover to us-west-2", parameters: { to: "us-west-2", test: true } },
];
