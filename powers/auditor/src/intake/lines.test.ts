import { utf8 } from "@trias/core";
import { describe, expect, test } from "vitest";
import { isLines, linesOf } from "./lines.ts";

describe("several events in one body", () => {
  test.each<[string, string, boolean]>([
    ["two objects, one a line", '{"a":1}\n{"b":2}\n', true],
    ["with carriage returns", '{"a":1}\r\n{"b":2}\r\n', true],
    ["one object and a line break", '{"a":1}\n', false],
    ["a document on several lines", '{\n "a": 1\n}\n', false],
    ["a document whose first line looks whole", '{"a":{}\n}', false],
    ["text behind an object", '{"a":1}\nhello', false],
    ["nothing", "", false],
  ])("%s", (_, text, several) => expect(isLines(utf8(text), undefined)).toBe(several));

  test("a body that says so is read by lines, whatever it holds", () => {
    expect(isLines(utf8("hello"), "application/x-ndjson; charset=utf-8")).toBe(true);
    expect(isLines(utf8("hello"), "application/json")).toBe(false);
  });

  test("blank lines are none", () => {
    const lines = linesOf(utf8('\n {"a":1} \r\n\n\t\n{"b":2}'));
    expect(lines.map((line) => Buffer.from(line).toString())).toEqual(['{"a":1}', '{"b":2}']);
  });
});
