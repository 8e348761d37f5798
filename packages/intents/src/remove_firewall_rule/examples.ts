import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Remove the firewall rule that blocks 203.0.113.45",
    parameters: { effect: "block", source: "203.0.113.45/32", direction: "ingress" },
  },
];
