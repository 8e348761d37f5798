import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Isolate i-0abc1234567890def", parameters: { instance: "i-0abc1234567890def" } },
  {
    sentence: "Quarantine the instance i-0123456789abcdef0, it is mining coins",
    parameters: { instance: "i-0123456789abcdef0" },
  },
];
