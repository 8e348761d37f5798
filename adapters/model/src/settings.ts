import { z } from "zod";

const usd = z.number().min(0).max(100_000);

/** Dollars for a million tokens. */
export const priceSchema = z.strictObject({ input: usd, output: usd });
export type Price = z.infer<typeof priceSchema>;

export const VENDORS = ["anthropic", "openai", "openai-compatible"] as const;

const limitsSchema = z.strictObject({
  /** For one question, with every repetition and look-up. */
  seconds: z.number().min(0.1).max(60).default(8),
  /** Calls for one question: look-ups and the answer. */
  steps: z.int().min(1).max(8).default(4),
  /** What goes in, for one call; counted as bytes by three, which is more than vendors count. */
  input_tokens: z.int().min(100).max(200_000).default(20_000),
  output_tokens: z.int().min(50).max(32_000).default(2000),
  answer_bytes: z.int().min(1000).max(4_000_000).default(262_144),
  usd_a_case: usd.default(0.1),
  usd_a_day: usd.default(5),
  at_once: z.int().min(1).max(32).default(4),
});
export type Limits = z.infer<typeof limitsSchema>;

/** What a power is told of its model. */
export const modelSettingsSchema = z.strictObject({
  vendor: z.enum(VENDORS),
  model: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$/),
  /** Where it is called; the vendor's own address unless given. */
  url: z.string().max(500).optional(),
  /** PEM of the authority behind `url`, for an endpoint inside the company. */
  ca: z.string().max(100_000).optional(),
  key: z.string().min(1).max(1000),
  /** What it costs, where the price table doesn't know the model or the company pays otherwise. */
  price: priceSchema.optional(),
  limits: limitsSchema.prefault({}),
});
export type ModelSettings = z.infer<typeof modelSettingsSchema>;
