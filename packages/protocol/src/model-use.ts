import { z } from "zod";
import { digestSchema } from "./values.ts";

/** How asking a model ended; everything but `answered` leaves the rules alone. */
export const modelOutcomeSchema = z.enum([
  "answered",
  /** What came does not fit the schema, or is no answer at all. */
  "absurd",
  /** It went on calling tools until the last step. */
  "looping",
  "too_long",
  "timeout",
  "refused",
  "unreachable",
  "over_budget",
  /** Too many questions are under way, or it failed so often lately that it is given a rest. */
  "not_asked",
  "cancelled",
]);
export type ModelOutcome = z.infer<typeof modelOutcomeSchema>;

/** What one question to a model used: what the ledger and the case keep of it. */
export const modelUseSchema = z.strictObject({
  model: z.string().max(120),
  prompt: z.strictObject({ id: z.string().max(40), version: z.int().min(1), digest: digestSchema }),
  outcome: modelOutcomeSchema,
  /** Calls of the vendor's interface, those repeated included. */
  calls: z.int().min(0).max(100),
  input_tokens: z.int().min(0),
  output_tokens: z.int().min(0),
  /** By the price table, rounded up to a millionth. */
  usd: z.number().min(0),
  ms: z.number().min(0),
  /** Digest of the answer as it came; null where none came. */
  answer: digestSchema.nullable(),
});
export type ModelUse = z.infer<typeof modelUseSchema>;
