import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Generate a PCI compliance report", parameters: { kind: "compliance", framework: "pci" } },
];
