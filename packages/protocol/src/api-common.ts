import { z } from "zod";
import { peerSchema } from "./values.ts";

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** The body of every answer with a status of 400 or more. */
export const errorBodySchema = z.strictObject({
  error: z.strictObject({
    code: z.string().max(100),
    message: z.string().max(2000),
    at: z.string().max(500).optional(),
    fix: z.string().max(500).optional(),
    remedy: z.enum(["retry", "stop", "ask"]),
  }),
});
export type ErrorBody = z.infer<typeof errorBodySchema>;

export const healthSchema = z.strictObject({
  process: peerSchema,
  ok: z.boolean(),
  protocol: z.int(),
  build: z.string(),
  /** Why it is not ok, or what it waits for. */
  notes: z.array(z.string().max(500)),
  /** What it thinks with: `rules`, or `rules, and …` with a model and how that is doing. */
  reasoner: z.string().max(500).optional(),
});
export type Health = z.infer<typeof healthSchema>;

const waitSchema = z.coerce.number().min(0).max(60).default(0);

/** Waits up to `wait` seconds. */
export const waitQuerySchema = z.strictObject({ wait: waitSchema });

/** Waits up to `wait` seconds for something after `after`. */
export const pollQuerySchema = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  wait: waitSchema,
});
export type PollQuery = z.infer<typeof pollQuerySchema>;
