import { PricingError } from "./errors.ts";

/** Millionths of a US dollar. Sums are exact: money never passes through a binary fraction before it is shown. */
export type MicroUsd = bigint;

const DECIMAL = /^(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,6}))?$/;

/** `0.0816` is 81,600 micro-dollars. */
export function microUsd(decimal: string): MicroUsd {
  const match = DECIMAL.exec(decimal);
  if (!match) {
    throw new PricingError("money_malformed", `\`${decimal.slice(0, 40)}\` is not an amount`, {
      fix: "expected a decimal such as `0.0816`, with at most six digits after the point",
    });
  }
  return BigInt(match[1] ?? "0") * 1_000_000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}

/** US dollars for people and JSON, rounded half away from zero to cents. */
export function toUsd(micro: MicroUsd): number {
  const sign = micro < 0n ? -1 : 1;
  const size = micro < 0n ? -micro : micro;
  const cents = Number((size + 5_000n) / 10_000n);
  return cents === 0 ? 0 : (sign * cents) / 100;
}
