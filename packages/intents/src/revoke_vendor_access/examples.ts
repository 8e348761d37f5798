import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Revoke vendor access for DataVault", parameters: { vendor: "DataVault" } },
];
