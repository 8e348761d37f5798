import { z } from "zod";
import { caseIdSchema, digestSchema, timeSchema } from "./values.ts";

export const entryTypeSchema = z.enum([
  "genesis",
  "request",
  "event",
  "event-fold",
  "refusal",
  "question",
  "decision",
  "plan",
  "verdict",
  "warrant",
  "execution-report",
  "reconciliation",
  "decline",
  "ticket",
  "charter",
  "model",
  "erasure",
]);
export type EntryType = z.infer<typeof entryTypeSchema>;

/** Personal data, encrypted with the key of one person: forgetting the key erases it and leaves the log whole. */
export const sealedTextSchema = z.strictObject({
  person_key: z.string().max(64),
  iv: z.string().max(40),
  text: z.string(),
  tag: z.string().max(40),
});
export type SealedText = z.infer<typeof sealedTextSchema>;

/** Evidence too large for an entry, kept by its digest beside the log. */
export const blobRefSchema = z.strictObject({
  digest: digestSchema,
  bytes: z.int().min(0),
  media_type: z.string().max(100),
});
export type BlobRef = z.infer<typeof blobRefSchema>;

/** One leaf of the ledger, in RFC 8785 form, at most 64 KiB. */
export const ledgerEntrySchema = z.strictObject({
  schema: z.literal("trias.entry/1"),
  type: entryTypeSchema,
  time: timeSchema,
  case: caseIdSchema.optional(),
  body: z.record(z.string().max(64), z.json()),
  blobs: z.array(blobRefSchema).max(16).optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;
