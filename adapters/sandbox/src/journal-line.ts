import { canonicalJson, digestValue, parseStrictJson } from "@trias/core";
import { digestSchema, journalEntrySchema, wireResourceSchema } from "@trias/protocol";
import { z } from "zod";

/** First line: which seed the journal goes on from. */
export const headerSchema = z.strictObject({ schema: z.literal("trias.sandbox-journal/1"), seed: digestSchema });

/** One action that was carried out: enough to answer its key again, and to bring the estate back without the action's code. */
export const recordSchema = z.strictObject({
  ...journalEntrySchema.shape,
  /** Digest of action, target and parameters as they were sent. */
  call: digestSchema,
  created: z.string().max(256).optional(),
  after: z.array(z.strictObject({ part: z.string(), id: z.string(), resource: wireResourceSchema.nullable() })),
});
export type JournalRecord = z.infer<typeof recordSchema>;

const LIMITS = { maxBytes: 64 << 20, maxDepth: 64, maxValues: 5_000_000 };
const lineSchema = z.strictObject({ digest: digestSchema, value: z.json() });

/** A line carries the digest of what it says, so that one half written, or changed since, is noticed. */
export function formatLine(value: unknown): string {
  return `${canonicalJson({ digest: digestValue(value), value })}\n`;
}

/** What a line says, or null where it isn't whole. */
export function parseLine(text: string): unknown {
  try {
    const { digest, value } = lineSchema.parse(parseStrictJson(text, LIMITS));
    return digest === digestValue(value) ? value : null;
  } catch {
    return null;
  }
}
