import { DEFAULT_JSON_LIMITS, messageOf, parseStrictJson } from "@trias/core";
import { envelopeSchema, openStatement, PAYLOAD_TYPES, parseValue } from "@trias/protocol";
import { type Charter, threatListSchema } from "./charter.ts";

const LIMITS = { ...DEFAULT_JSON_LIMITS, maxBytes: 32 << 20, maxValues: 1_000_000 };

/**
 * Opens the signed list. Whatever is wrong with it makes it absent, never partly trusted: then blocks need a person, and
 * nothing else changes.
 */
export function openThreatIntelligence(
  text: string | undefined,
  charterKey: string | null,
): Charter["threat_intelligence"] {
  if (text === undefined) return absent("there is no list");
  if (charterKey === null) return absent("the charter pins no key that could have signed it");
  try {
    const envelope = parseValue(envelopeSchema, parseStrictJson(text, LIMITS), "threat-intelligence.json");
    const type = PAYLOAD_TYPES.threatIntelligence;
    const { time, entries } = openStatement(envelope, type, charterKey, threatListSchema, LIMITS).statement;
    return { status: "verified", time, entries };
  } catch (error) {
    return absent(messageOf(error));
  }
}

function absent(reason: string): Charter["threat_intelligence"] {
  return { status: "absent", reason };
}
