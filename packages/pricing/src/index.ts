export { type Cost, type CostLine, costOfChanges, type Unpriced } from "./cost-of-changes.ts";
export { PricingError, type PricingErrorCode } from "./errors.ts";
export { type Confidence, PRICE_BOOK, type PriceEntry } from "./price-book.ts";
export { type Price, priceOf } from "./price-of.ts";
