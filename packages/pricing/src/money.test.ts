import fc from "fast-check";
import { expect, test } from "vitest";
import { microUsd, toUsd } from "./money.ts";
import { PRICE_BOOK } from "./price-book.ts";

test.each([
  ["0", 0n],
  ["0.0816", 81_600n],
  ["1.006", 1_006_000n],
  ["0.000001", 1n],
  ["12", 12_000_000n],
])("%s is %s millionths", (decimal, micro) => {
  expect(microUsd(decimal)).toBe(micro);
});

test.each(["", "-1", "1.", ".5", "1e3", "0.0000001", "01", "1,5", " 1"])("`%s` is no amount", (text) => {
  expect(() => microUsd(text)).toThrow(expect.objectContaining({ code: "money_malformed" }));
});

test("rounds half away from zero, and never to minus zero", () => {
  expect(toUsd(5_000n)).toBe(0.01);
  expect(toUsd(4_999n)).toBe(0);
  expect(toUsd(-5_000n)).toBe(-0.01);
  expect(toUsd(-4_999n)).toBe(0);
  expect(toUsd(2_850_528_000n)).toBe(2850.53);
});

test("rounding is symmetric and at most half a cent away", () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 14n), (micro) => {
      expect(toUsd(-micro)).toBe(micro < 5_000n ? 0 : -toUsd(micro));
      const cents = BigInt(Math.round(toUsd(micro) * 100));
      const off = cents * 10_000n - micro;
      expect(off >= -5_000n && off <= 5_000n).toBe(true);
    }),
  );
});

test("every price in the book is an amount with a source and a date, under an id of its own", () => {
  expect(new Set(PRICE_BOOK.map(({ id }) => id)).size).toBe(PRICE_BOOK.length);
  for (const { usd, source, asOf } of PRICE_BOOK) {
    expect(microUsd(usd)).toBeGreaterThan(0n);
    expect(source).not.toBe("");
    expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});
