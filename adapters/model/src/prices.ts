import type { ModelSettings, Price } from "./settings.ts";

interface Listed extends Price {
  readonly vendor: ModelSettings["vendor"];
  readonly source: string;
  /** When the source was read. */
  readonly read: string;
}

const ANTHROPIC = { vendor: "anthropic", source: "platform.claude.com model pages", read: "2026-11" } as const;
const OPENAI = { vendor: "openai", source: "docs.rs/crate/adk-model, pricing.rs", read: "2026-11" } as const;

/**
 * Dollars for a million tokens by model. Cached input is counted as if it were fresh, so that what is recorded is never too little. Models
 * that are not here need a `price` of their own: what costs an unknown sum is not called.
 */
export const PRICES: Readonly<Record<string, Listed>> = {
  // For prompts of up to 100,000 tokens, which is more than is ever sent.
  "claude-haiku-5-5": { ...ANTHROPIC, input: 0.1, output: 0.5 },
  "claude-sonnet-5-5": { ...ANTHROPIC, input: 2, output: 10 },
  "claude-haiku-4-5": { ...ANTHROPIC, input: 1, output: 5 },
  "gpt-5.4": { ...OPENAI, input: 2.5, output: 15 },
  "gpt-5.4-mini": { ...OPENAI, input: 0.75, output: 4.5 },
};

/** What a model costs, or null where nobody said. */
export function priceOf({ vendor, model, price }: Pick<ModelSettings, "vendor" | "model" | "price">): Price | null {
  if (price !== undefined) return price;
  const listed = Object.hasOwn(PRICES, model) ? PRICES[model] : undefined;
  return listed !== undefined && listed.vendor === vendor ? { input: listed.input, output: listed.output } : null;
}

/** Dollars, rounded up to a millionth. */
export function costOf(price: Price, inputTokens: number, outputTokens: number): number {
  return Math.ceil(inputTokens * price.input + outputTokens * price.output) / 1e6;
}
