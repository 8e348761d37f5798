export { callsForIsolation } from "./finding/threats.ts";
export type { Assessment, Choice, Classification, Interpretation, Reasoner, ResponseOption } from "./reasoner.ts";
export { createRulesReasoner, rulesReasoner } from "./rules-reasoner.ts";
