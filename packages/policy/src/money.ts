/** Whole cents: what both forms of P4 compare, so that they can't differ by a rounding. */
export function centsOf(usd: number): number {
  return Math.round(usd * 100);
}

export function usdText(usd: number): string {
  return `${usd.toFixed(2)} USD`;
}
