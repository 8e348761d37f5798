import type { IntentExample } from "../intent.ts";

export const examples: readonly IntentExample[] = [{ sentence: "How is the network doing?", parameters: {} }];
