import { readdirSync, readFileSync } from "node:fs";
import { type Estate, generateEstate } from "@trias/estate";
import { rulesReasoner } from "@trias/reasoning";
import { parse } from "yaml";
import { runBench } from "../main.ts";
import { percentile, round } from "../percentile.ts";
import { table } from "../table.ts";
import { scoreOf } from "./score.ts";
import { type LabelledSentence, sentencesOf } from "./sentences.ts";

const ROOT = new URL("../../../", import.meta.url);
/** The labels hold times that were counted from here. */
const NOW = new Date("2026-11-24T12:00:00Z");

await runBench({ name: "rounds", byDefault: 5, min: 1, max: 100 }, async ({ count }, say) => {
  const estate = generateEstate(parse(readFileSync(new URL("examples/company-wan/company-wan.yaml", ROOT), "utf8")));
  const sets = { tuned: sentencesOf("tuned"), held_back: sentencesOf("held-back") };
  say(`${sets.tuned.length} sentences that the rules were tuned on, ${sets.held_back.length} held back`);
  const scores = { tuned: scoreOf(sets.tuned, estate, NOW), held_back: scoreOf(sets.held_back, estate, NOW) };
  const times = {
    interpret_p99_ms: interpretP99([...sets.tuned, ...sets.held_back], estate, count),
    classify_p99_ms: classifyP99(count),
  };
  const rows = Object.entries(scores).map(([name, score]) => [
    name,
    score.sentences,
    percent(score.type_accuracy),
    percent(score.parameter_accuracy),
    score.wrong_without_asking,
    percent(score.asked),
    score.harmful,
  ]);
  const head = ["set", "sentences", "type %", "parameters %", "wrong without asking", "asked %", "harmful"];
  const own = `own time, p99: interpret ${times.interpret_p99_ms} ms, classify ${times.classify_p99_ms} ms`;
  return { text: [table(head, rows), own].join("\n"), figures: { ...scores, ...times } };
});

function percent(share: number): number {
  return round(share * 100);
}

/** Milliseconds of one sentence, warm; the sets were read once before. */
function interpretP99(sentences: readonly LabelledSentence[], estate: Estate, rounds: number): number {
  return p99(rounds, sentences, ({ sentence }) => rulesReasoner.interpret(sentence, estate, {}, NOW));
}

function classifyP99(rounds: number): number {
  const folder = new URL("examples/events/", ROOT);
  const events = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8")));
  return p99(rounds * 100, events, (event) => rulesReasoner.classify(event));
}

function p99<T>(rounds: number, inputs: readonly T[], work: (input: T) => unknown): number {
  const times: number[] = [];
  for (let done = 0; done < rounds; done += 1) {
    for (const input of inputs) {
      const start = performance.now();
      work(input);
      times.push(performance.now() - start);
    }
  }
  return round(percentile(times, 0.99), 2);
}
