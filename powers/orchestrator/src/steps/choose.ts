import type { Estate } from "@trias/estate";
import type { FeedItem, Intent } from "@trias/protocol";
import { type Assessment, intentOfResponse, type Reasoner, type ResponseOption } from "@trias/reasoning";
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
  monthly_usd: 0,
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
  // INVARIANT: what a person chose names the instance or address of the event itself, never one that the answer names.
  const byPerson = intentOfResponse(classification, item.answers[RESPONSE] ?? "");
  const chosen = byPerson ?? choice.options[choice.chosen]?.intent ?? null;
  if (chosen !== null) return { intents: [chosen], options: choice.options, reason };
  throw new OrchestratorError("nothing_to_do", choice.why);
}
