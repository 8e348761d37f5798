import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Move attachment-0123456789abcdef0 to nonprod-staging",
    parameters: { attachment: "attachment-0123456789abcdef0", segment: "nonprod-staging" },
  },
];
