import { explain, reflect } from "./explain.ts";
import { assess } from "./finding/assess.ts";
import { choose } from "./finding/choose.ts";
import { classify } from "./finding/classify.ts";
import { interpret } from "./interpret.ts";
import type { Reasoner } from "./reasoner.ts";

/** The deterministic reasoner: the same input gives the same answer, with neither key nor network. */
export function createRulesReasoner(): Reasoner {
  return { name: "rules", classify, interpret, assess, choose, explain, reflect };
}

export const rulesReasoner: Reasoner = createRulesReasoner();
