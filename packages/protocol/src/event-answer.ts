import { z } from "zod";
import { MIB } from "./api-common.ts";
import { envelopeSchema } from "./dsse.ts";
import { caseIdSchema, digestSchema } from "./values.ts";

/** What one call brings at most; each event in it has at most 1 MiB. */
export const MAX_EVENTS_BYTES = 8 * MIB;

/** A case of its own, one more of a case that was there, or the same bytes once more. */
export const eventOutcomeSchema = z.enum(["opened", "folded", "duplicate"]);

const takenSchema = {
  outcome: eventOutcomeSchema,
  case: caseIdSchema,
  /** Of the event's bytes. */
  digest: digestSchema,
  authenticated: z.boolean(),
};

/** One event that was taken, and the receipt of its case. */
export const eventAcceptedSchema = z.strictObject({
  ...takenSchema,
  receipt: envelopeSchema,
  duplicate: z.boolean(),
});
export type EventAccepted = z.infer<typeof eventAcceptedSchema>;

/** What became of one event among several. */
export const eventAnswerSchema = z.discriminatedUnion("outcome", [
  z.strictObject(takenSchema),
  z.strictObject({
    outcome: z.literal("refused"),
    digest: digestSchema,
    /** `unavailable` is for now only: send it again. */
    code: z.enum(["too_large", "not_json", "not_an_object", "unreadable", "unauthenticated", "unavailable"]),
    reason: z.string().max(500),
  }),
]);
export type EventAnswer = z.infer<typeof eventAnswerSchema>;

/** The answers to several events, in their order. */
export const eventsAnswerSchema = z.strictObject({ events: z.array(eventAnswerSchema).max(500) });
export type EventsAnswer = z.infer<typeof eventsAnswerSchema>;
