import { expect, test } from "vitest";
import { clean, elapsed, oneLine, table, usdChange, wrap } from "./text.ts";

test("nothing that somebody else wrote can move a cursor, colour a line or turn its direction", () => {
  const hostile = "a\u001b[2J\u001b]0;title\u0007b\u202edesrever\u2066\r\u0000c\u009b31m";
  const safe = clean(hostile);
  expect(safe).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(safe).toContain("desrever");
  expect(oneLine("first\nsecond")).toBe("first second");
});

test("lines are cut and wrapped at the width that is there", () => {
  expect(oneLine("x".repeat(300), 10)).toBe(`${"x".repeat(9)}…`);
  expect(wrap("one two three four", 9)).toEqual(["one two", "three", "four"]);
});

test("columns line up whatever colours they carry", () => {
  expect(
    table([
      ["a", "b"],
      ["\u001b[1mlonger\u001b[22m", "c"],
    ]),
  ).toEqual(["a       b", "\u001b[1mlonger\u001b[22m  c"]);
});

test("money and time read as people write them", () => {
  expect(usdChange(2850.53)).toBe("+2,850.53 USD a month");
  expect(usdChange(-3)).toBe("-3.00 USD a month");
  expect(usdChange(0)).toBe("no change");
  expect(usdChange(null)).toContain("not known");
  expect([elapsed(12), elapsed(5100), elapsed(125_000), elapsed(3 * 86_400_000)]).toEqual([
    "12 ms",
    "5.1 s",
    "2 min 5 s",
    "3 days",
  ]);
});
