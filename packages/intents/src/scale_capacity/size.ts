import type { ScalingGroup } from "@trias/estate";
import type { Intent } from "@trias/protocol";

/** The greatest group that a request can make: beyond it a number is more likely a slip than a wish. */
export const LARGEST = 10_000;

/** `+46` and `-46` are steps from where the group stands; a bare number is where it shall stand. */
export const STEP_PATTERN = /^[+-][1-9][0-9]{0,4}$/;

/** How many instances the request asks of this group, or null where it does not say or says what can't be. */
export function wantedSize({ parameters: { amount, factor } }: Intent, group: ScalingGroup): number | null {
  const size = sizeOf(amount, factor, group.desired);
  return size !== null && Number.isSafeInteger(size) && size >= 0 && size <= LARGEST ? size : null;
}

function sizeOf(amount: unknown, factor: unknown, desired: number): number | null {
  if (typeof amount === "number") return amount;
  if (typeof amount === "string") return STEP_PATTERN.test(amount) ? desired + Number(amount) : null;
  if (typeof factor !== "number" || !(factor > 0)) return null;
  // Rounded to the millionth first, so that 1.1 times 10 is 11 and not, by binary fractions, 12.
  return Math.ceil(Math.round(desired * factor * 1e6) / 1e6);
}
