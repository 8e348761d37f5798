import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Accept attachment-0123456789abcdef0", parameters: { attachment: "attachment-0123456789abcdef0" } },
];
