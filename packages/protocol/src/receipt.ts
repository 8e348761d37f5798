import { z } from "zod";
import { caseIdSchema, digestSchema, intentSchema, nonceSchema, personSchema, timeSchema } from "./values.ts";

/** The auditor's signed word that it heard a person or a machine itself; one carries at most one executed plan and its inverse. */
export const receiptSchema = z.strictObject({
  schema: z.literal("trias.receipt/1"),
  id: nonceSchema,
  case: caseIdSchema,
  kind: z.enum(["change", "incident"]),
  /** Digest of the sentence's bytes, or of the event's bytes as received. */
  subject_digest: digestSchema,
  requester: personSchema.nullable(),
  /** Name of the event source whose signature verified, or null: an unauthenticated event never leads to containment by itself. */
  source: z.string().max(64).nullable(),
  /** What the auditor understood, echoed to the person. */
  understood: z.array(intentSchema).max(16),
  time: timeSchema,
});
export type Receipt = z.infer<typeof receiptSchema>;
