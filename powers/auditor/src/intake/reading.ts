import { CoreError, type Digest, digestBytes, messageOf, parseStrictJson } from "@trias/core";
import type { Classification, Reasoner } from "@trias/reasoning";

export const MAX_EVENT_BYTES = 1 << 20;
/** A value takes two bytes at the least, but no honest event comes near that. */
const LIMITS = { maxBytes: MAX_EVENT_BYTES, maxDepth: 64, maxValues: MAX_EVENT_BYTES / 4 };

/** One event as it came, and what it is. */
export interface Heard {
  readonly bytes: Uint8Array;
  readonly digest: Digest;
  readonly source: string | null;
  /** What was said about who sent it. */
  readonly vouched: string;
  readonly classification: Classification;
}

/** Why an event is no case: its code, and what to do. */
export interface Refused {
  readonly digest: Digest;
  readonly code: "too_large" | "not_json" | "not_an_object" | "unreadable" | "unauthenticated";
  readonly why: string;
  readonly fix: string;
}

export type Read =
  | {
      readonly kind: "event";
      readonly event: unknown;
      readonly classification: Classification;
      readonly digest: Digest;
    }
  | { readonly kind: "refused"; readonly refused: Refused };

/** From bytes to a recognised event: every JSON object that two readers can't read in two ways is one, of unknown kind at worst. */
export function readEvent(bytes: Uint8Array, reasoner: Reasoner): Read {
  const digest = digestBytes(bytes);
  const refused = (code: Refused["code"], why: string, fix: string): Read => ({
    kind: "refused",
    refused: { digest, code, why, fix },
  });
  if (bytes.length > MAX_EVENT_BYTES) {
    return refused("too_large", `an event of ${bytes.length} bytes`, `at most ${MAX_EVENT_BYTES} are taken`);
  }
  let event: unknown;
  try {
    event = parseStrictJson(bytes, LIMITS);
  } catch (error) {
    if (!(error instanceof CoreError)) throw error;
    const at = error.at === undefined ? "" : ` (at ${error.at})`;
    return refused("not_json", `${error.message}${at}`, error.fix ?? "send one JSON object");
  }
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    return refused("not_an_object", "an event is one JSON object", "send each event by itself, or one a line");
  }
  try {
    return { kind: "event", event, classification: reasoner.classify(event), digest };
  } catch (cause) {
    return refused("unreadable", `the event can't be read: ${messageOf(cause)}`, "send a JSON object");
  }
}
