import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Add a new microsegment for machine learning workloads with GPU instances",
    parameters: { purpose: "machine learning" },
  },
  {
    sentence: "Create a non-production segment called nonprod-analytics",
    parameters: { name: "nonprod-analytics", environment: "non-production" },
  },
  {
    sentence: "We need a new segment for payment processing in production that complies with PCI",
    parameters: { purpose: "payment processing", environment: "production", compliance: "pci" },
  },
];
