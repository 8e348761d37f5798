import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Delete the segment nonprod-test", parameters: { segment: "nonprod-test" } },
];
