import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Revoke access for alice", parameters: { principal: "alice" } },
];
