import { assess } from "./event/assess.ts";
import { choose } from "./event/choose.ts";
import { classify } from "./event/classify.ts";
import { explain, reflect } from "./explain.ts";
import { interpretMeant } from "./model/narrowed.ts";
import type { Reasoner } from "./reasoner.ts";

/** The deterministic reasoner: the same input gives the same answer, with neither key nor network. */
export function createRulesReasoner(): Reasoner {
  return { name: "rules", classify, interpret: interpretMeant, assess, choose, explain, reflect };
}

export const rulesReasoner: Reasoner = createRulesReasoner();
