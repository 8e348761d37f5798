import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Deploy a web app called storefront in non-production",
    parameters: { path: "web-app", name: "storefront", environment: "non-production" },
  },
];
