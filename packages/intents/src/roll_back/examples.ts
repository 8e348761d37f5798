import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [
  { sentence: "Roll back C-01JD7Q8C2M4X", parameters: { case: "C-01JD7Q8C2M4X" } },
  { sentence: "Please undo case C-01JD7Q8C2M4X", parameters: { case: "C-01JD7Q8C2M4X" } },
];
