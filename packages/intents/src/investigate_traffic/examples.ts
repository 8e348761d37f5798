import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence:
      "I'm seeing unusual traffic from 203.0.113.45 towards our production database. Investigate and block it if necessary.",
    parameters: { source: "203.0.113.45/32", target: "production database", block_if_malicious: true },
  },
];
