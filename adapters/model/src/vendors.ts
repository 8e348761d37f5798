import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { createVendorFetch } from "@trias/link";
import type { ModelSettings } from "./settings.ts";

/** The vendor's protocol: Messages (Anthropic), Responses (OpenAI), Chat Completions (everybody else). */
export function languageModel(settings: ModelSettings, address: string): LanguageModelV4 {
  const { vendor, model, key, limits, ca } = settings;
  const common = {
    baseURL: address,
    apiKey: key,
    fetch: createVendorFetch({ url: address, ca, maxBytes: limits.answer_bytes }),
  };
  switch (vendor) {
    case "anthropic":
      return createAnthropic(common)(model);
    case "openai":
      return createOpenAI(common).responses(model);
    case "openai-compatible":
      return createOpenAICompatible({ ...common, name: "compatible", supportsStructuredOutputs: true })(model);
  }
}
