import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Share shared-services with nonprod-dev",
    parameters: { segment: "shared-services", with: "nonprod-dev", effect: "share" },
  },
];
