import type { Estate } from "@trias/estate";
import type { FeedItem, Intent } from "@trias/protocol";
import type { Assessment, Classification, Reasoner, ResponseOption } from "@trias/reasoning";
import { OrchestratorError } from "../errors.ts";
import type { Understood } from "./understand.ts";

export interface Chosen {
  readonly intents: readonly Intent[];
  /** The ways that were compared, the chosen one first. */
  readonly options: readonly ResponseOption[];
  /** Why, in one line. */
  readonly reason: string;
}

/** The parameter by which people say what is to be done about an event. */
const RESPONSE = "response";

export const DO_NOTHING: ResponseOption = {
  intent: null,
  name: "do nothing",
  summary: "Everything stays as it is",
  risk: "What was asked for does not happen",
  reversible: true,
  minutes: 0,
};

export function choose(
  understood: Understood,
  assessment: Assessment | null,
  item: FeedItem,
  reasoner: Reasoner,
  estate: Estate,
): Chosen {
  if (understood.kind === "change") {
    return { intents: understood.intents, options: [DO_NOTHING], reason: `asked for in ${item.case}` };
  }
  const { classification } = understood;
  const reason = `${item.case} ${classification.type}`;
  const choice = reasoner.choose(classification, assessment ?? reasoner.assess(classification, estate), estate);
  const byPerson = personsChoice(classification, item.answers[RESPONSE]);
  const chosen = byPerson ?? choice.options[choice.chosen]?.intent ?? null;
  if (chosen !== null) return { intents: [chosen], options: choice.options, reason };
  throw new OrchestratorError("nothing_to_do", choice.why);
}

/** INVARIANT: what a person chose names the instance of the finding itself, never one that the answer names. */
function personsChoice({ instance, sample }: Classification, response: string | undefined): Intent | null {
  if (response !== "isolate" || instance === null || sample) return null;
  return { type: "isolate_instance", parameters: { instance }, confidence: 1 };
}
