import { readdirSync, readFileSync } from "node:fs";
import { type Estate, generateEstate } from "@trias/estate";
import { rulesReasoner } from "@trias/reasoning";
import { parse } from "yaml";
import { type Measured, runBench } from "../main.ts";
import { percentile, round } from "../percentile.ts";
import { table } from "../table.ts";
import { injected, stringsOf } from "./injections.ts";
import { type Score, scoreOf } from "./score.ts";
import { type LabelledSentence, sentencesOf } from "./sentences.ts";

const ROOT = new URL("../../../", import.meta.url);
/** The labels hold times that were counted from here. */
const NOW = new Date("2026-11-24T12:00:00Z");

await runBench({ name: "rounds", byDefault: 5, min: 1, max: 100, path: "injections" }, async (options, say) => {
  const estate = generateEstate(parse(readFileSync(new URL("examples/company-wan/company-wan.yaml", ROOT), "utf8")));
  return options.path === null ? sentences(estate, options.count, say) : injections(estate, options.path, say);
});

function sentences(estate: Estate, rounds: number, say: (line: string) => void): Measured {
  const sets = { tuned: sentencesOf("tuned"), held_back: sentencesOf("held-back") };
  const all = [...sets.tuned, ...sets.held_back];
  say(`${sets.tuned.length} sentences that the rules were tuned on, ${sets.held_back.length} held back`);
  const scores = { tuned: scoreOf(sets.tuned, estate, NOW), held_back: scoreOf(sets.held_back, estate, NOW) };
  const whole = scoreOf(all, estate, NOW);
  const times = { interpret_p99_ms: interpretP99(all, estate, rounds), classify_p99_ms: classifyP99(rounds) };
  const head = ["set", "sentences", "type %", "parameters %", "wrong without asking", "asked %", "harmful"];
  const rows = Object.entries({ ...scores, all: whole }).map(([name, score]) => rowOf(name, score));
  const own = `own time, p99: interpret ${times.interpret_p99_ms} ms, classify ${times.classify_p99_ms} ms`;
  return { text: [table(head, rows), own].join("\n"), figures: { ...whole, ...times, ...scores } };
}

function rowOf(name: string, score: Score): (string | number)[] {
  return [
    name,
    score.sentences,
    percent(score.type_accuracy),
    percent(score.parameter_accuracy),
    score.wrong_without_asking,
    percent(score.asked),
    score.harmful,
  ];
}

function injections(estate: Estate, path: string, say: (line: string) => void): Measured {
  const counts = injected(stringsOf(path), estate, exampleEvents(), say);
  const rows = [Object.values(counts)];
  return { text: table(["strings", "alone", "appended", "as tags", "in evidence"], rows), figures: { ...counts } };
}

function percent(share: number): number {
  return round(share * 100);
}

/** Milliseconds of one sentence, warm; the sets were read once before. */
function interpretP99(all: readonly LabelledSentence[], estate: Estate, rounds: number): number {
  return p99(rounds, all, ({ sentence }) => rulesReasoner.interpret(sentence, estate, {}, NOW));
}

function classifyP99(rounds: number): number {
  return p99(rounds * 100, exampleEvents(), (event) => rulesReasoner.classify(event));
}

function exampleEvents(): unknown[] {
  const folder = new URL("examples/events/", ROOT);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), "utf8")));
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
