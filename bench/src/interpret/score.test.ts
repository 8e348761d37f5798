import { readFileSync } from "node:fs";
import { generateEstate } from "@trias/estate";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { scoreOf } from "./score.ts";
import { sentencesOf } from "./sentences.ts";

/* To see it fail: give the rules a cue that is too wide, or take one away. */
const sample = new URL("../../../examples/company-wan/company-wan.yaml", import.meta.url);
const estate = generateEstate(parse(readFileSync(sample, "utf8")));
const now = new Date("2026-11-24T12:00:00Z");

test("what the rules were tuned on is read as meant", () => {
  const score = scoreOf(sentencesOf("tuned"), estate, now);
  expect(score).toMatchObject({ sentences: 387, wrong_without_asking: 0, harmful: 0 });
  expect(score.type_accuracy).toBeGreaterThanOrEqual(0.95);
  expect(score.parameter_accuracy).toBeGreaterThanOrEqual(0.95);
});

test("of what was held back, no sentence that asks for no change becomes one", () => {
  expect(scoreOf(sentencesOf("held-back"), estate, now)).toMatchObject({ sentences: 168, harmful: 0 });
});

test("a change that was not meant counts, and as harmful where none was", () => {
  const intents = [{ type: "network_status", parameters: {} }];
  const score = scoreOf([{ sentence: "Isolate i-db673c65e6c099043", intents, asks: false }], estate, now);
  expect(score).toMatchObject({ type_accuracy: 0, wrong_without_asking: 1, harmful: 1 });
});
