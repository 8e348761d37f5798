import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Block 203.0.113.45 at the firewall",
    parameters: { effect: "block", source: "203.0.113.45/32", direction: "ingress" },
  },
  {
    sentence: "add firewall rule for salesforce.com in prod-api",
    parameters: { effect: "allow", destination: "salesforce.com", segment: "prod-api", direction: "egress" },
  },
];
