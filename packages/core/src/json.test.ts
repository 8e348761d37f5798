import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical-json.ts";
import { CoreError } from "./errors.ts";
import { parseStrictJson } from "./strict-json.ts";

const code = (input: Uint8Array | string, limits?: Parameters<typeof parseStrictJson>[1]): string => {
  try {
    parseStrictJson(input, limits);
    return "accepted";
  } catch (error) {
    return error instanceof CoreError ? error.code : String(error);
  }
};

describe("parseStrictJson", () => {
  test.each([
    ['{"a":1,"a":2}', "json_duplicate_key"],
    ['{"a":1,"\\u0061":2}', "json_duplicate_key"],
    ['{"__proto__":{}}', "json_forbidden_key"],
    ["9007199254740993", "json_unsafe_number"],
    ["1e999", "json_unsafe_number"],
    ["[1,]", "json_syntax"],
    ["01", "json_syntax"],
    ["{} x", "json_syntax"],
    ['"\\ud800"', "json_syntax"],
    ['"\u0001"', "json_syntax"],
    ["", "json_syntax"],
    ["NaN", "json_syntax"],
    ["'a'", "json_syntax"],
    ["\ufeff{}", "json_syntax"],
  ])("%j is %s", (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  test("bytes that are not UTF-8, too many, too deep or too numerous are refused", () => {
    expect(code(Uint8Array.of(0x22, 0xff, 0x22))).toBe("json_not_utf8");
    expect(code("[".repeat(65) + "]".repeat(65))).toBe("json_too_deep");
    expect(code("[".repeat(64) + "]".repeat(64))).toBe("accepted");
    expect(code(`"${"a".repeat(100)}"`, { maxBytes: 50, maxDepth: 4, maxValues: 10 })).toBe("json_too_large");
    expect(code("[1,1,1,1]", { maxBytes: 50, maxDepth: 4, maxValues: 4 })).toBe("json_too_many_values");
  });

  test("a fault is named by line and column", () => {
    expect(() => parseStrictJson('{\n  "a": tru\n}')).toThrow(expect.objectContaining({ at: "line 2, column 8" }));
  });

  test("it reads everything that JSON.stringify writes of safe values as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const text = JSON.stringify(value);
        let strict: unknown;
        try {
          strict = parseStrictJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(CoreError);
          return;
        }
        expect(strict).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe("canonicalJson", () => {
  const data = new URL("../../../testdata/jcs/", import.meta.url);

  test.each(readdirSync(new URL("input/", data)))("RFC 8785 vector %s", (name) => {
    const input = readFileSync(new URL(`input/${name}`, data), "utf8");
    expect(canonicalJson(JSON.parse(input))).toBe(readFileSync(new URL(`output/${name}`, data), "utf8").trim());
  });

  test("it is one form whatever the order of keys, and reads back", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).toEqual({ ...value });
      }),
    );
  });

  test.each([[2 ** 53], [Number.NaN], ["\ud800"], [10n], [() => 1]])("%s has no faithful form", (value) => {
    expect(() => canonicalJson({ value })).toThrow(CoreError);
  });
});
