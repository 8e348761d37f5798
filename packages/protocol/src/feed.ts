import { z } from "zod";
import { envelopeSchema } from "./dsse.ts";
import { caseIdSchema, digestSchema, intentSchema } from "./values.ts";

/** What the auditor tells the orchestrator about a case; the orchestrator pulls them in order and may see one twice. */
export const feedItemSchema = z.strictObject({
  /** Position in the feed. */
  n: z.int().min(1),
  case: caseIdSchema,
  /**
   * `plan`: make a plan (new, answered, revised, stale or amended). `execute`: everything is in place, ask for the warrant.
   * `stop`: the case ended or was cancelled.
   */
  kind: z.enum(["plan", "execute", "stop"]),
  receipt: envelopeSchema,
  /** The person's words, or the event's bytes as text: data, never instructions. */
  subject: z.string(),
  /** Parameters that people gave afterwards, in answers or revisions. */
  answers: z.record(z.string().max(64), z.string().max(500)),
  /** Round that the next plan must carry. */
  round: z.int().min(1),
  /** For `execute`: the approved plan. */
  plan_digest: digestSchema.optional(),
  reason: z.string().max(1000),
});
export type FeedItem = z.infer<typeof feedItemSchema>;

/** What a planner says when it makes no plan; `answered` where nothing was to be changed and the answer is what was asked for. */
export const declineSchema = z.strictObject({
  case: caseIdSchema,
  round: z.int().min(1),
  code: z.enum(["unavailable", "impossible", "nothing_to_do", "answered"]),
  reason: z.string().min(1).max(1000),
  answer: z.string().min(1).max(8000).optional(),
  intents: z.array(intentSchema).max(16),
});
export type Decline = z.infer<typeof declineSchema>;
