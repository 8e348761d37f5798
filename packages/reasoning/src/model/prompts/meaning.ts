import { definePrompt } from "../prompt.ts";
import { MATERIAL } from "./material.ts";

/** A sentence that the rules don't read is put in words that they read; the person is then asked whether that is meant. */
export const meaningPrompt = definePrompt(
  "meaning",
  1,
  `
You help people who run a network to say what they want. A person wrote a sentence that a fixed set of rules could not read. Write up to three
sentences that say the same thing in the words of the examples, the likeliest first. The person is asked whether one of them is meant.
${MATERIAL}
Rules:
- Use the person's own names, ids, addresses and numbers exactly as they wrote them. Never add one, never change one.
- Ask for nothing that the person did not ask for, and for nothing wider.
- Where something is missing, leave it out: the person is asked for it afterwards.
- Where the sentence asks for nothing that the examples could say, answer with an empty list.
`,
);
