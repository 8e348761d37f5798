import { vendorAddress } from "@trias/link";
import { ModelError } from "./errors.ts";
import { priceOf } from "./prices.ts";
import type { ModelSettings, Price } from "./settings.ts";

const ADDRESS: Readonly<Record<ModelSettings["vendor"], string | null>> = {
  anthropic: "https://api.anthropic.com/v1",
  openai: "https://api.openai.com/v1",
  "openai-compatible": null,
};

/** Where a vendor is called, and what it costs. Throws where the settings can't work, before anything is called. */
export function checkSettings(settings: ModelSettings): { readonly address: string; readonly price: Price } {
  return { address: needAddress(settings), price: needPrice(settings) };
}

function needAddress({ vendor, url }: ModelSettings): string {
  const address = url ?? ADDRESS[vendor];
  if (address !== null) return vendorAddress(address).href.replace(/\/$/, "");
  const fix = "give the `url` of the endpoint, such as http://127.0.0.1:11434/v1";
  throw new ModelError("settings_malformed", `\`${vendor}\` has no address of its own`, { at: "url", fix });
}

function needPrice(settings: ModelSettings): Price {
  const price = priceOf(settings);
  if (price !== null) return price;
  throw new ModelError("price_unknown", `nobody said what \`${settings.model}\` costs`, {
    at: "price",
    fix: 'give {"input": …, "output": …} in dollars for a million tokens; 0 for a model of your own',
  });
}
