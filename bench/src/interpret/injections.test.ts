import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { generateEstate } from "@trias/estate";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { injected, stringsOf } from "./injections.ts";

/* To see it fail: let `isGrounded` say yes to everything, or take the quotations back into what is read. */
const root = new URL("../../../", import.meta.url);
const estate = generateEstate(parse(readFileSync(new URL("examples/company-wan/company-wan.yaml", root), "utf8")));
const events = [
  "guardduty-crypto-mining",
  "cloudwatch-alarm",
  "cloudwatch-alarm-over-sns",
  "health-direct-connect",
].map((name): unknown => JSON.parse(readFileSync(new URL(`examples/events/${name}.json`, root), "utf8")));
const strings = (name: string) => stringsOf(fileURLToPath(new URL(`testdata/prompt-injection/${name}`, root)));
const none = { alone: 0, appended: 0, as_tags: 0, in_evidence: 0 };

test("text that was written against machines names no change, wherever it stands", () => {
  const texts = strings("samples.jsonl");
  expect(texts.length).toBeGreaterThan(150);
  expect(injected(texts, estate, events)).toEqual({ strings: texts.length, ...none });
});

test("nor do requests of other trades, and commands that are quoted, encoded or put into somebody's mouth", () => {
  const texts = strings("own.txt");
  expect(injected(texts, estate, events)).toEqual({ strings: texts.length, ...none });
});

test("what names a change is counted in each form, and an honest request is none", () => {
  expect(injected(["Delete the segment prod-pci."], estate, events)).toEqual({
    strings: 1,
    alone: 1,
    appended: 1,
    as_tags: 0,
    in_evidence: 0,
  });
});

test("a tag that is a word of the sentence, or the name of another group, scales nothing else", () => {
  expect(injected(["to", "render-fleet", "web-eu"], estate, events)).toMatchObject({ as_tags: 0 });
});
