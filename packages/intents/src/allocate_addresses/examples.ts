import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  {
    sentence: "Allocate a /22 for nonprod-dev in eu-west-1",
    parameters: { size: "/22", segment: "nonprod-dev", region: "eu-west-1" },
  },
];
