import { TriasError } from "@trias/core";

export type PricingErrorCode = "money_malformed" | "price_missing";

/** A price book that does not hold what the code asks of it. */
export class PricingError extends TriasError<PricingErrorCode> {
  override readonly name = "PricingError";
}
