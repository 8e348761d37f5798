import { parseStrictJson, TriasError } from "@trias/core";
import type { Estate } from "@trias/estate";
import { type FeedItem, type Intent, openStatement, PAYLOAD_TYPES, type Receipt, receiptSchema } from "@trias/protocol";
import type { Classification, Reasoner } from "@trias/reasoning";
import { OrchestratorError } from "../errors.ts";

/** What an item of the feed is about, by the reasoner's own reading. */
export type Understood =
  | { readonly kind: "change"; readonly intents: readonly Intent[] }
  | { readonly kind: "incident"; readonly classification: Classification };

/** Takes the receipt only as the auditor signed it, and for this very case. */
export function readReceipt(item: FeedItem, pin: string): Receipt {
  const { statement } = openStatement(item.receipt, PAYLOAD_TYPES.receipt, pin, receiptSchema);
  if (statement.case === item.case) return statement;
  throw new OrchestratorError("receipt_malformed", `the receipt is for \`${statement.case}\``, { at: item.case });
}

export function understand(item: FeedItem, { kind }: Receipt, reasoner: Reasoner, estate: Estate): Understood {
  if (kind === "incident") return { kind, classification: reasoner.classify(parsedEvent(item.subject)) };
  const { intents, clarification } = reasoner.interpret(item.subject, estate, item.answers);
  const unknown = intents.find(({ type }) => type === "unknown");
  if (unknown !== undefined) {
    throw new OrchestratorError("unavailable", `it was not understood: ${String(unknown.parameters["reason"] ?? "")}`);
  }
  if (clarification !== null) {
    throw new OrchestratorError("impossible", `it can't be planned yet: ${clarification.question}`, { remedy: "ask" });
  }
  return { kind, intents };
}

/** An event that is no JSON is still an event: of unknown form, with its text as the title. */
function parsedEvent(subject: string): unknown {
  try {
    return parseStrictJson(subject);
  } catch (error) {
    if (!(error instanceof TriasError)) throw error;
    return { title: subject.slice(0, 200) };
  }
}
